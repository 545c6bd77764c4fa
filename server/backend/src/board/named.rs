//! The resources that findings name first, told apart and counted.

use domain::finding::FailingResources;

use super::bits::Bits;

/// A resource as a finding names it: its code, and whether it fails by the finding.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named(u32);

impl Named {
    pub(super) fn new(resource: u32, fails: bool) -> Self {
        Self(resource * 2 + u32::from(fails))
    }
}

/// Which of all resources were met, and which of them fail. It is used for one group after the other: a set for each would
/// be as large as all resources, and be written all over.
pub(super) struct Met {
    named: Bits,
    failing: Bits,
}

impl Met {
    /// Makes room for so many resources.
    pub(super) fn new(resources: usize) -> Self {
        Self {
            named: Bits::none(resources),
            failing: Bits::none(resources),
        }
    }

    /// How many different resources are named, and how many of them by a finding by which they fail.
    pub(super) fn count(&mut self, all: &[Named]) -> FailingResources {
        let mut counts = FailingResources::default();
        for Named(code) in all {
            let at = (code / 2) as usize;
            counts.all += u64::from(self.named.put_new(at));
            if code % 2 == 1 {
                counts.failing += u64::from(self.failing.put_new(at));
            }
        }
        for Named(code) in all {
            let at = (code / 2) as usize;
            self.named.clear_around(at);
            self.failing.clear_around(at);
        }
        counts
    }
}
