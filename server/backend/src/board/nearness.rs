//! How near findings are to some places. What the part of an id says that many findings share is worked out once.

use std::collections::HashMap;

use domain::{
    finding::Facet,
    scope::{AccountId, MatchLevel, Region, Scope, nearness},
};

use memchr::memmem::Finder;

use super::{
    bits::Bits,
    cell::{self, HOLE},
    fold::{cut, fold, index},
    resources::Holding,
    scan::in_order,
    state::State,
};

/// How near findings are to the targets.
pub(super) struct Nearness<'a> {
    state: &'a State,
    targets: &'a [Scope],
    cells: Vec<Admitted>,
    /// The resources whose ids may be a target's, a part of it or what it is a part of.
    named: Holding,
    lots: Vec<Lot>,
    by_codes: HashMap<[u32; 3], usize>,
}

/// Which findings are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// Those on which somebody still has to act.
    Open,
    /// All of them.
    Any,
}

/// Which findings of a cell can be near.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Admitted {
    None,
    /// Those that name a target, from another account.
    Named,
    All,
}

/// The resources of one account and region whose ids begin alike.
struct Lot {
    /// Where all of them are.
    place: Scope,
    /// How near they are, but for those that `rests` name.
    level: Option<MatchLevel>,
    /// How the ids of targets go on that begin like this.
    rests: Vec<String>,
}

impl<'a> Nearness<'a> {
    pub(super) fn new(state: &'a State, targets: &'a [Scope], of: Of) -> Self {
        let anywhere = targets.iter().any(|target| target.account.is_none());
        let accounts = targets.iter().filter_map(|target| target.account.as_ref());
        let find = |account: &AccountId| state.words.accounts.find(account.as_str());
        let accounts: Vec<u32> = accounts.filter_map(find).collect();
        let cells = state.cells.all().iter().enumerate().map(|(number, codes)| {
            if number == HOLE as usize || (of == Of::Open && !cell::is_open(codes)) {
                Admitted::None
            } else if anywhere || accounts.contains(&cell::of(codes, Facet::Account)) {
                Admitted::All
            } else {
                Admitted::Named
            }
        });
        Self {
            cells: cells.collect(),
            named: state.words.resources.under(&heads_of(state, targets)),
            state,
            targets,
            lots: Vec::new(),
            by_codes: HashMap::new(),
        }
    }

    /// The row numbers of the findings that are looked at, among those that are `wanted`.
    pub(super) fn looked_at(&self, wanted: impl Fn(usize) -> bool + Sync) -> Vec<usize> {
        let len = self.state.rows.len();
        let is_in = |n: &usize| wanted(*n) && self.admits(*n);
        in_order(len, |part| part.filter(is_in).collect())
    }

    /// Whether the finding is in an account of the targets or names one of them.
    fn admits(&self, n: usize) -> bool {
        let rows = &self.state.rows;
        match self.cells[rows.cell[n] as usize] {
            Admitted::None => false,
            Admitted::All => true,
            Admitted::Named => self.named.has(rows.resources[n]),
        }
    }

    /// Where all resources of a lot are.
    pub(super) fn place(&self, lot: usize) -> &Scope {
        &self.lots[lot].place
    }

    /// How near the nearest resource of a finding is, and its lot.
    pub(super) fn of(&mut self, n: usize) -> Option<(MatchLevel, usize)> {
        let state = self.state;
        let codes = state.cells.get(state.rows.cell[n]);
        let lies = [
            cell::of(codes, Facet::Account),
            cell::of(codes, Facet::Region),
        ];
        let resources = &state.words.resources;
        let list = resources.codes(state.rows.resources[n]);
        let mut nearest = None;
        let mut any = false;
        for resource in list {
            any = true;
            nearest = nearest.max(self.of_resource(lies, resource));
        }
        match any {
            true => nearest,
            false => self.without_resource(lies),
        }
    }

    fn without_resource(&mut self, [account, region]: [u32; 2]) -> Option<(MatchLevel, usize)> {
        let lot = self.lot([account, region, u32::MAX]);
        self.lots[lot].level.map(|level| (level, lot))
    }

    fn of_resource(
        &mut self,
        [account, region]: [u32; 2],
        resource: u32,
    ) -> Option<(MatchLevel, usize)> {
        let resources = &self.state.words.resources;
        let [_, head, tail] = *resources.all.get(resource);
        let number = self.lot([account, region, head]);
        let lot = &self.lots[number];
        let named = || {
            let goes_on = |rest: &String| rest.starts_with(resources.tails.get(tail));
            lot.rests.iter().any(goes_on)
        };
        let level = match named() {
            true => {
                let (_, id) = resources.get(resource);
                level(self.targets, &named_in(&lot.place, &id))
            }
            false => lot.level,
        };
        level.map(|level| (level, number))
    }

    fn lot(&mut self, codes: [u32; 3]) -> usize {
        if let Some(known) = self.by_codes.get(&codes) {
            return *known;
        }
        self.lots.push(self.learn(codes));
        self.by_codes.insert(codes, self.lots.len() - 1);
        self.lots.len() - 1
    }

    fn learn(&self, [account, region, head]: [u32; 3]) -> Lot {
        let words = &self.state.words;
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let bare = Scope {
            account: said(words.accounts.get(account)).map(AccountId),
            region: said(words.regions.get(region)).map(Region),
            ..Scope::default()
        };
        if head == u32::MAX {
            return Lot {
                level: level(self.targets, &bare),
                place: bare,
                rests: Vec::new(),
            };
        }
        let head = words.resources.heads.get(head);
        let place = Scope {
            service: Scope::of_resource(head).service,
            ..bare
        };
        let resources = self.targets.iter().filter_map(|one| one.resource.as_ref());
        let rests = resources.filter_map(|resource| resource.as_str().strip_prefix(head));
        Lot {
            // A name that no target has, so that only what the ids share is compared.
            level: level(self.targets, &named_in(&place, &format!("{head}\u{0}"))),
            rests: rests.map(str::to_owned).collect(),
            place,
        }
    }
}

/// The heads of ids that may be a target's, a part of it or what it is a part of.
fn heads_of(state: &State, targets: &[Scope]) -> Bits {
    let heads = &state.words.resources.heads;
    let mut found = Bits::none(heads.len());
    for target in targets.iter().filter_map(|target| target.resource.as_ref()) {
        let target = target.as_str();
        let mut shorter = target;
        while !shorter.is_empty() {
            let (head, _) = cut(shorter);
            if let Some(code) = heads.find(head) {
                found.put(code as usize);
            }
            // Past the separator that it ends in, there may be a shorter one.
            shorter = head.get(..head.len().saturating_sub(1)).unwrap_or_default();
        }
        let longer = heads.containing(&Finder::new(&*fold(target)));
        for code in longer.iter(0, heads.len()) {
            if heads.get(index(code)).starts_with(target) {
                found.put(code);
            }
        }
    }
    found
}

fn named_in(place: &Scope, resource: &str) -> Scope {
    Scope {
        resource: Some(resource.into()),
        ..place.clone()
    }
}

/// How near the nearest target is. Of a target without an account, everything that lies in it counts.
fn level(targets: &[Scope], place: &Scope) -> Option<MatchLevel> {
    nearness(targets, std::slice::from_ref(place), false)
}
