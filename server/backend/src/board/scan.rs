//! Looks at all rows, in parts side by side where there are many of them.

use std::{
    iter,
    ops::Range,
    panic::resume_unwind,
    sync::LazyLock,
    thread::{available_parallelism, scope},
};

use super::bits::BLOCK;

/// Fewer rows than this are looked at sooner than another thread begins.
const MANY: usize = 2 * BLOCK;

/// Asking costs more than a small scan does.
static CORES: LazyLock<usize> = LazyLock::new(|| available_parallelism().map_or(1, Into::into));

/// What `look` makes of each part of so many rows, in their order. A part begins with a block.
pub(super) fn in_parts<T: Send>(rows: usize, look: impl Fn(Range<usize>) -> T + Sync) -> Vec<T> {
    if rows < MANY || *CORES == 1 {
        return vec![look(0..rows)];
    }
    let size = rows.div_ceil(*CORES).next_multiple_of(BLOCK);
    let part = |from: usize| from..rows.min(from + size);
    scope(|scope| {
        let look = &look;
        let others: Vec<_> = (size..rows)
            .step_by(size)
            .map(|from| scope.spawn(move || look(part(from))))
            .collect();
        let first = look(part(0));
        let others = others.into_iter();
        let others = others.map(|one| one.join().unwrap_or_else(|panic| resume_unwind(panic)));
        iter::once(first).chain(others).collect()
    })
}

/// What `look` makes of each part, one after the other.
pub(super) fn in_order<T: Send + Clone>(
    rows: usize,
    look: impl Fn(Range<usize>) -> Vec<T> + Sync,
) -> Vec<T> {
    in_parts(rows, look).concat()
}

/// What `look` makes of each part, joined place by place; it makes the same number of places each time.
pub(super) fn joined<T: Send>(
    rows: usize,
    look: impl Fn(Range<usize>) -> Vec<T> + Sync,
    join: impl Fn(&mut T, &T),
) -> Vec<T> {
    let mut parts = in_parts(rows, look).into_iter();
    let mut all = parts.next().unwrap_or_default();
    for later in parts {
        for (all, later) in all.iter_mut().zip(&later) {
            join(all, later);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_looked_at_once_and_in_order() {
        for rows in [0, 1, BLOCK, MANY - 1, MANY, 5 * BLOCK + 7] {
            let parts = in_parts(rows, |part| {
                assert_eq!(part.start % BLOCK, 0, "{rows}");
                part.collect::<Vec<_>>()
            });
            assert_eq!(parts.concat(), (0..rows).collect::<Vec<_>>(), "{rows}");
            let all = in_order(rows, |part| part.collect());
            assert_eq!(all, parts.concat(), "{rows}");
            let look = |part: Range<usize>| vec![part.len() as u32, 1];
            let ones = joined(rows, look, |all, later| *all += later);
            assert_eq!(ones, [rows as u32, parts.len() as u32]);
        }
    }
}
