//! The file of an SQLite database, as it was when it was opened.

use std::{fs, io, os::unix::fs::MetadataExt as _, path::PathBuf};

use super::db::Db;

/// Where the database was opened. An open file outlives its name: without looking, the process would go on writing into
/// one that nobody finds again, and acknowledge it.
#[derive(Debug)]
pub(crate) struct Anchor(Option<Opened>);

#[derive(Debug)]
struct Opened {
    path: PathBuf,
    file: (u64, u64),
}

impl Anchor {
    /// The file of an open database; a server has none.
    pub(crate) fn of(db: &Db) -> io::Result<Self> {
        let Db::Sqlite { write, .. } = db else {
            return Ok(Self(None));
        };
        let path = write.connect_options().get_filename().to_owned();
        let file = file_at(&path)?;
        Ok(Self(Some(Opened { path, file })))
    }

    /// Whether the file is still where it was opened.
    pub(crate) fn holds(&self) -> io::Result<()> {
        let Some(opened) = &self.0 else {
            return Ok(());
        };
        let lost = |why: String| {
            let path = opened.path.display();
            io::Error::other(format!("{path} is not the file that was opened: {why}"))
        };
        match file_at(&opened.path) {
            Ok(file) if file == opened.file => Ok(()),
            Ok(_) => Err(lost("another one is in its place".to_owned())),
            Err(error) => Err(lost(error.to_string())),
        }
    }
}

fn file_at(path: &std::path::Path) -> io::Result<(u64, u64)> {
    let file = fs::metadata(path)?;
    Ok((file.dev(), file.ino()))
}
