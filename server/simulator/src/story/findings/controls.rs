//! The controls that are checked: ids, resource types and rules are AWS's facts, the words are ours.

use std::sync::LazyLock;

/// One control.
#[derive(Debug)]
pub(crate) struct Control {
    /// Such as `S3.8`.
    pub(crate) id: &'static str,
    /// The label of a finding that fails.
    pub(crate) severity: &'static str,
    /// ASFF's type of what is checked.
    pub(crate) resource: &'static str,
    /// The Config rule behind it.
    pub(crate) rule: &'static str,
    /// The standards that contain it: id for `StandardsId`, and a requirement's number within it.
    pub(crate) standards: Vec<&'static Standard>,
    /// The standards that contain it and where it is switched off.
    pub(crate) off: Vec<&'static Standard>,
    /// How many of a hundred resources fail.
    pub(crate) failing: u32,
    /// Its share of all control findings; without one there is nothing that it checks.
    pub(crate) weight: u32,
    /// What should be so.
    pub(crate) title: &'static str,
    /// Why it matters.
    pub(crate) risk: &'static str,
    /// What to do.
    pub(crate) fix: &'static str,
}

/// A standard that controls belong to.
#[derive(Debug)]
pub(crate) struct Standard {
    mark: char,
    /// For `Compliance.AssociatedStandards`.
    pub(crate) id: &'static str,
    /// How `RelatedRequirements` begin.
    pub(crate) label: &'static str,
}

const STANDARDS: [Standard; 4] = [
    Standard {
        mark: 'F',
        id: "standards/aws-foundational-security-best-practices/v/1.0.0",
        label: "AWS Foundational Security Best Practices v1.0.0",
    },
    Standard {
        mark: 'C',
        id: "standards/cis-aws-foundations-benchmark/v/3.0.0",
        label: "CIS AWS Foundations Benchmark v3.0.0",
    },
    Standard {
        mark: 'N',
        id: "standards/nist-800-53/v/5.0.0",
        label: "NIST.800-53.r5",
    },
    Standard {
        mark: 'P',
        id: "standards/pci-dss/v/4.0.1",
        label: "PCI DSS v4.0.1",
    },
];

static CONTROLS: LazyLock<Vec<Control>> = LazyLock::new(|| {
    include_str!("controls.txt")
        .lines()
        .filter_map(Control::read)
        .collect()
});

/// All controls, in the order of their ids.
pub(crate) fn all() -> &'static [Control] {
    &CONTROLS
}

/// The standards, all of which are enabled.
pub(crate) fn standards() -> &'static [Standard] {
    &STANDARDS
}

fn marked(is_in: impl Fn(char) -> bool) -> Vec<&'static Standard> {
    let all = STANDARDS.iter();
    all.filter(|standard| is_in(standard.mark)).collect()
}

/// What it checks and why, at length.
pub(crate) fn describe(control: &Control) -> String {
    format!(
        "This control checks {}: {}. {}",
        article(control.resource),
        lower_first(control.title),
        control.risk
    )
}

/// The control with that id.
pub(crate) fn find(id: &str) -> Option<&'static Control> {
    CONTROLS.iter().find(|control| control.id == id)
}

impl Control {
    /// Where AWS says how to put it right.
    pub(crate) fn remediation(&self) -> String {
        format!(
            "https://docs.aws.amazon.com/console/securityhub/{}/remediation",
            self.id
        )
    }

    /// Its requirement in a standard.
    pub(crate) fn requirement(&self, standard: &Standard) -> String {
        let number = self.id.rsplit('.').next().unwrap_or("1");
        format!("{}/{number}", standard.label)
    }

    fn read(line: &'static str) -> Option<Self> {
        let parts: Vec<&'static str> = line.split('|').collect();
        let [
            id,
            severity,
            resource,
            rule,
            marks,
            failing,
            weight,
            title,
            risk,
            fix,
        ] = parts[..]
        else {
            return None;
        };
        Some(Self {
            id,
            severity,
            resource,
            rule,
            standards: marked(|mark| marks.contains(mark)),
            off: marked(|mark| marks.contains(mark.to_ascii_lowercase())),
            failing: failing.parse().ok()?,
            weight: weight.parse().ok()?,
            title,
            risk,
            fix,
        })
    }
}

fn article(kind: &str) -> String {
    let plain = kind.strip_prefix("Aws").unwrap_or(kind);
    let mut spaced = String::with_capacity(plain.len() + 8);
    let mut before = ' ';
    for letter in plain.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(letter);
        before = letter;
    }
    format!("each {spaced} of the account")
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn every_line_of_the_table_is_a_control() {
        let lines = include_str!("controls.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert_eq!(all().len(), lines);
        assert!(all().iter().all(|control| control.failing <= 100
            && (!control.standards.is_empty() || !control.off.is_empty())));
        assert!(
            all()
                .iter()
                .all(|control| control.weight == 0 || control.off.is_empty()),
            "a finding names the standards where its control is on"
        );
    }
}
