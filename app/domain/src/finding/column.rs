//! Which facts of a finding a list one by one shows beside its severity and its title.

text_enum! {
    /// A column of the list. Severity and title are none: they are always there.
    Column {
        /// The AWS account.
        Account = "account",
        /// The region.
        Region = "region",
        /// The primary resource.
        Resource = "resource",
        /// The product that reports.
        Product = "product",
        /// The control.
        Control = "control",
        /// The customer's axis.
        Workflow = "workflow",
        /// The check's result.
        Result = "result",
        /// When the product last changed it.
        Updated = "updated",
        /// How long ago the product made it.
        Age = "age",
        /// Who has it.
        Assignee = "assignee",
    }
}

/// What stands for no column at all, since an empty text stands for no choice.
const NONE: &str = "none";

impl Column {
    /// What a list shows until somebody chooses otherwise.
    pub const USUAL: &'static [Self] = &[
        Self::Account,
        Self::Workflow,
        Self::Updated,
        Self::Age,
        Self::Assignee,
    ];

    /// What stands above it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Account => "Account",
            Self::Region => "Region",
            Self::Resource => "Resource",
            Self::Product => "Product",
            Self::Control => "Control",
            Self::Workflow => "Workflow",
            Self::Result => "Result",
            Self::Updated => "Updated",
            Self::Age => "Age",
            Self::Assignee => "Assignee",
        }
    }

    /// Reads columns in the order in which they stand, with commas between them; unknown words and those that stand
    /// there twice are passed over, since a link may outlive a version.
    #[must_use]
    pub fn read(text: &str) -> Vec<Self> {
        let mut columns = Vec::new();
        for word in text.split(',') {
            if let Ok(column) = word.trim().parse()
                && !columns.contains(&column)
            {
                columns.push(column);
            }
        }
        columns
    }

    /// The columns as an address has them; the inverse of [`Self::read`].
    #[must_use]
    pub fn write(columns: &[Self]) -> String {
        let words: Vec<&str> = columns.iter().map(|column| column.as_str()).collect();
        match words[..] {
            [] => NONE.to_owned(),
            _ => words.join(","),
        }
    }

    /// The `ticked` columns: those that were `shown` keep their order, and a new one stands before the first that is
    /// always behind it.
    #[must_use]
    pub fn chosen(shown: &[Self], ticked: &[Self]) -> Vec<Self> {
        let kept = shown.iter().filter(|column| ticked.contains(column));
        let mut columns: Vec<Self> = kept.copied().collect();
        for column in ticked {
            if !columns.contains(column) {
                let behind = columns.iter().position(|other| other > column);
                columns.insert(behind.unwrap_or(columns.len()), *column);
            }
        }
        columns
    }

    /// The columns with one of them a place earlier, or later. The first stays the first, and what is not shown stays away.
    #[must_use]
    pub fn moved(mut columns: Vec<Self>, column: Self, earlier: bool) -> Vec<Self> {
        let Some(at) = columns.iter().position(|one| *one == column) else {
            return columns;
        };
        let to = match earlier {
            true => at.saturating_sub(1),
            false => (at + 1).min(columns.len() - 1),
        };
        columns.swap(at, to);
        columns
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_column_moves_by_one_place_and_not_over_an_end() {
        let three = || vec![Column::Age, Column::Account, Column::Region];
        let moved = |column, earlier| Column::write(&Column::moved(three(), column, earlier));
        assert_eq!(moved(Column::Region, true), "age,region,account");
        assert_eq!(moved(Column::Age, false), "account,age,region");
        for (column, earlier) in [
            (Column::Age, true),
            (Column::Region, false),
            (Column::Product, true),
        ] {
            assert_eq!(moved(column, earlier), "age,account,region");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_the_same(
            columns in proptest::sample::subsequence(Column::ALL, 0..=Column::ALL.len()).prop_shuffle()
        ) {
            prop_assert_eq!(Column::read(&Column::write(&columns)), columns);
        }
    }

    #[test]
    fn what_is_no_column_is_passed_over() {
        let read = Column::read("age,loud, region,age,");
        assert_eq!(read, [Column::Age, Column::Region]);
        assert_eq!(Column::read("none"), []);
    }

    #[test]
    fn an_order_is_kept_and_a_new_column_finds_its_place() {
        use Column as C;
        let shown = [C::Age, C::Account, C::Assignee];
        let chosen = Column::chosen(&shown, &[C::Account, C::Region, C::Age, C::Assignee]);
        assert_eq!(chosen, [C::Region, C::Age, C::Account, C::Assignee]);
        assert_eq!(Column::chosen(&shown, &[C::Account]), [C::Account]);
        assert_eq!(
            Column::chosen(&[], &[C::Age, C::Account]),
            [C::Account, C::Age]
        );
    }
}
