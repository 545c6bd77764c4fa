//! The dictionaries: every text of the board that more than one finding may share.

use domain::finding::Facet;

use super::{
    cell, dictionary::Dictionary, fold::fold, resources::Resources, row::BoardRow, tuples::Lists,
};

/// How many dictionaries there are.
pub(super) const DICTIONARIES: usize = 13;

/// What the codes of rows and cells mean.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) accounts: Dictionary,
    /// The folded name of each account, empty where none was told.
    pub(super) account_names: Vec<String>,
    pub(super) regions: Dictionary,
    pub(super) products: Dictionary,
    /// Code 0 is no control.
    pub(super) controls: Dictionary,
    pub(super) titles: Dictionary,
    pub(super) standards: Dictionary,
    pub(super) standard_sets: Lists,
    pub(super) types: Dictionary,
    pub(super) type_sets: Lists,
    /// Code 0 is nobody.
    pub(super) assignees: Dictionary,
    pub(super) tags: Dictionary,
    /// Set 0 is that of an untagged finding.
    pub(super) tag_sets: Lists,
    /// What AWS's ids begin with, folded.
    pub(super) id_heads: Dictionary,
    pub(super) resources: Resources,
    /// IP addresses in canonical form.
    pub(super) addresses: Dictionary,
    /// Which of them the documents of a finding have; code 0 is none.
    pub(super) address_lists: Lists,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            accounts: Dictionary::default(),
            account_names: Vec::new(),
            regions: Dictionary::default(),
            products: Dictionary::default(),
            controls: Dictionary::with_none(),
            titles: Dictionary::default(),
            standards: Dictionary::default(),
            standard_sets: Lists::default(),
            types: Dictionary::default(),
            type_sets: Lists::default(),
            assignees: Dictionary::with_none(),
            tags: Dictionary::default(),
            tag_sets: Lists::default(),
            id_heads: Dictionary::default(),
            resources: Resources::default(),
            addresses: Dictionary::default(),
            address_lists: Lists::default(),
        }
    }
}

impl Words {
    /// The values of a facet with free text; none for one with fixed words.
    pub(super) const fn of(&self, facet: Facet) -> Option<&Dictionary> {
        match facet {
            Facet::Severity
            | Facet::Workflow
            | Facet::RecordState
            | Facet::Compliance
            | Facet::Age
            | Facet::Seen
            | Facet::Until
            | Facet::Due => None,
            Facet::Account => Some(&self.accounts),
            Facet::Product => Some(&self.products),
            Facet::Region => Some(&self.regions),
            Facet::ResourceType => Some(&self.types),
            Facet::Control => Some(&self.controls),
            Facet::Standard => Some(&self.standards),
            Facet::Assignee => Some(&self.assignees),
            Facet::Tag => Some(&self.tags),
        }
    }

    /// The sets of values of a facet of which a finding has several.
    pub(super) const fn sets(&self, facet: Facet) -> Option<&Lists> {
        match facet {
            Facet::Standard => Some(&self.standard_sets),
            Facet::ResourceType => Some(&self.type_sets),
            Facet::Tag => Some(&self.tag_sets),
            _ => None,
        }
    }

    /// All dictionaries, in the order in which a snapshot has them.
    pub(super) const fn dictionaries(&self) -> [&Dictionary; DICTIONARIES] {
        [
            &self.accounts,
            &self.regions,
            &self.products,
            &self.controls,
            &self.titles,
            &self.standards,
            &self.types,
            &self.assignees,
            &self.tags,
            &self.id_heads,
            &self.resources.heads,
            &self.resources.tails,
            &self.addresses,
        ]
    }

    /// The same, to be filled.
    pub(super) const fn dictionaries_mut(&mut self) -> [&mut Dictionary; DICTIONARIES] {
        [
            &mut self.accounts,
            &mut self.regions,
            &mut self.products,
            &mut self.controls,
            &mut self.titles,
            &mut self.standards,
            &mut self.types,
            &mut self.assignees,
            &mut self.tags,
            &mut self.id_heads,
            &mut self.resources.heads,
            &mut self.resources.tails,
            &mut self.addresses,
        ]
    }

    /// How many codes of a facet have a meaning.
    pub(super) fn codes(&self, facet: Facet) -> usize {
        match (self.sets(facet), self.of(facet)) {
            (Some(sets), _) => sets.len(),
            (None, Some(texts)) => texts.len(),
            (None, None) => cell::fixed(facet).len() + 1,
        }
    }

    /// The code of the row's account; keeps the name that the row tells.
    pub(super) fn account(&mut self, row: &BoardRow) -> u32 {
        let code = self.accounts.code(&row.account);
        self.account_names
            .resize_with(self.accounts.len(), String::new);
        if let Some(name) = &row.account_name {
            self.name_account(code, name);
        }
        code
    }

    /// Calls an account otherwise from now on.
    pub(super) fn name_account(&mut self, code: u32, name: &str) {
        let name = fold(name);
        if let Some(kept) = self.account_names.get_mut(code as usize)
            && *kept != name
        {
            *kept = name.into_owned();
        }
    }

    /// The code of the set of the row's standards.
    pub(super) fn standard_set(&mut self, standards: &[String]) -> u32 {
        set_of(&mut self.standards, &mut self.standard_sets, standards)
    }

    /// The code of the set of the row's tags.
    pub(super) fn tag_set(&mut self, tags: &[String]) -> u32 {
        set_of(&mut self.tags, &mut self.tag_sets, tags)
    }

    /// The code of the list of the row's addresses.
    pub(super) fn address_list(&mut self, addresses: &[String]) -> u32 {
        let codes = addresses.iter().map(|one| self.addresses.code(one));
        let codes: Vec<u32> = codes.collect();
        self.address_lists.code(&codes)
    }

    /// The codes of the row's list of resources and of the set of their types.
    pub(super) fn resource_list(&mut self, resources: &[(String, String)]) -> (u32, u32) {
        let (mut list, mut types) = (Vec::new(), Vec::new());
        for (kind, id) in resources {
            let kind = self.types.code(kind);
            list.push(self.resources.code(kind, id));
            types.push(kind);
        }
        let types = as_set(types);
        let list = self.resources.list_code(&list);
        (list, self.type_sets.code(&types))
    }
}

fn set_of(texts: &mut Dictionary, sets: &mut Lists, values: &[String]) -> u32 {
    let codes = values.iter().map(|value| texts.code(value));
    sets.code(&as_set(codes.collect()))
}

fn as_set(mut codes: Vec<u32>) -> Vec<u32> {
    codes.sort_unstable();
    codes.dedup();
    codes
}
