//! Frames: pieces of a file that prove themselves whole and in their place.

use std::io::{self, Read, Write};

use super::BadSnapshot;

/// No frame is longer; a length beyond it is damage.
const MAX_FRAME: u32 = 1 << 28;

fn hash(number: u64, content: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&number.to_le_bytes());
    hasher.update(content);
    hasher.finalize()
}

/// Writes frames one after the other.
pub(super) struct FrameWriter<W> {
    out: W,
    number: u64,
}

impl<W: Write> FrameWriter<W> {
    pub(super) const fn new(out: W) -> Self {
        Self { out, number: 0 }
    }

    pub(super) fn write(&mut self, content: &[u8]) -> io::Result<()> {
        let len = u32::try_from(content.len()).ok();
        let len = len.filter(|len| *len <= MAX_FRAME);
        let len = len.ok_or_else(|| io::Error::other("a piece of the board is too large"))?;
        self.out.write_all(&len.to_le_bytes())?;
        self.out.write_all(content)?;
        self.out.write_all(hash(self.number, content).as_bytes())?;
        self.number += 1;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Reads frames one after the other.
pub(super) struct FrameReader<R> {
    from: R,
    number: u64,
    content: Vec<u8>,
}

impl<R: Read> FrameReader<R> {
    pub(super) const fn new(from: R) -> Self {
        Self {
            from,
            number: 0,
            content: Vec::new(),
        }
    }

    /// The content of the next frame.
    pub(super) fn read(&mut self) -> Result<&[u8], BadSnapshot> {
        let mut len = [0; 4];
        self.from.read_exact(&mut len).map_err(short)?;
        let len = u32::from_le_bytes(len);
        if len > MAX_FRAME {
            return Err(BadSnapshot::Damaged("a length is out of range"));
        }
        self.content.clear();
        // Room grows with what is there, not with what a damaged length says.
        let read = (&mut self.from)
            .take(len.into())
            .read_to_end(&mut self.content)?;
        if read != len as usize {
            return Err(BadSnapshot::Damaged("it ends too early"));
        }
        let mut written = [0; blake3::OUT_LEN];
        self.from.read_exact(&mut written).map_err(short)?;
        if hash(self.number, &self.content) != written {
            return Err(BadSnapshot::Damaged("a checksum is wrong"));
        }
        self.number += 1;
        Ok(&self.content)
    }
}

fn short(error: io::Error) -> BadSnapshot {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => BadSnapshot::Damaged("it ends too early"),
        _ => error.into(),
    }
}
