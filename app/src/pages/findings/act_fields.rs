//! The fields of the form by which people act on findings, one or many: what stays empty is left as it is.

use domain::{
    finding::{MAX_NOTE, MAX_REASON, Severity, VerificationState, WorkflowStatus},
    id::FindingId,
};
use leptos::prelude::*;

use super::Place;
use crate::{
    api::{ActOnFindings, ApiError},
    components::{Sign, fault_sentence, shape},
    pages::answer::form_fault,
    query::Query,
};

/// What was typed before a refusal that came without scripts, and the refusal.
#[derive(Debug, Clone, Default)]
pub(super) struct Filled {
    /// Why it was refused.
    pub(super) fault: Option<ApiError>,
    /// The address: each field is in it under its name with `act-` before.
    pub(super) typed: Query,
}

/// What the fields of this form are called in an address, so that none is taken for a facet.
const TYPED: &str = "act-";
/// The findings that were named, in an address.
pub(super) const IDS: &str = "act-ids";

impl Filled {
    /// What the address says of the form for one finding, or for the ticked ones where none is named.
    pub(super) fn of(place: Place, one: Option<FindingId>) -> Self {
        let typed = place.query.get_untracked();
        let named = typed.get(IDS).map(str::to_owned);
        let open = place.open_finding().get_untracked();
        let is_its = match one {
            Some(id) => named.is_some_and(|ids| ids == id.to_string()),
            None => named.is_none() || named != open,
        };
        match is_its {
            true => Self {
                fault: form_fault::<ActOnFindings>(),
                typed,
            },
            false => Self::default(),
        }
    }

    /// Why what was sent was refused: from here, or by the form that the address tells of.
    pub(super) fn fault_of(&self, act: ServerAction<ActOnFindings>) -> Signal<Option<ApiError>> {
        let (value, answers, was_sent) = (act.value(), act.version(), self.was_sent());
        Signal::derive(move || {
            let fault = value.get().and_then(Result::err);
            fault.filter(|_| was_sent || answers.get() > 0)
        })
    }

    /// Whether it was sent, so that it is to be seen. One that named nothing has its fault alone.
    pub(super) fn was_sent(&self) -> bool {
        self.fault.is_some()
            || self.typed.get("act-scope").is_some()
            || self.typed.get(IDS).is_some()
    }

    fn value(&self, name: &str) -> String {
        let key = format!("{TYPED}{name}");
        self.typed.get(&key).unwrap_or_default().to_owned()
    }

    /// The refusal, where it is of this field. The browser goes to it by itself: the form is longer than a phone.
    fn fault_at(&self, name: &str) -> Option<String> {
        let fault = self.fault.as_ref()?;
        (place(fault) == Some(name)).then(|| fault_sentence(fault))
    }
}

/// The field that a refusal belongs to.
fn place(fault: &ApiError) -> Option<&'static str> {
    match fault {
        ApiError::Touch(rule) => Some(rule.place()).filter(|place| !place.is_empty()),
        ApiError::Suppression(rule) if rule.place() == "until" => Some("until_on"),
        ApiError::Suppression(rule) => Some(rule.place()).filter(|place| !place.is_empty()),
        ApiError::Invalid(crate::api::Field::Name) => Some("assignee"),
        _ => None,
    }
}

/// All fields, and what is wrong with one of them. `prefix` begins their ids, since two such forms may stand on a page.
pub(super) fn fields(
    prefix: &'static str,
    filled: &Filled,
    fault: Signal<Option<ApiError>>,
) -> AnyView {
    let filled = filled.clone();
    #[cfg(feature = "hydrate")]
    lead_to_fault(prefix, fault);
    let part = Part {
        prefix,
        filled,
        fault,
    };
    view! {
        <div class="pair even">
            {part.choice("workflow", "Workflow status", words(WorkflowStatus::ALL, WorkflowStatus::as_str, WorkflowStatus::label))}
            {part.choice("until", "Suppressed for", ENDS.to_vec())}
            {part.line("until_on", "Or until", "2027-01-31")}
            {part.choice("severity", "Severity", words(Severity::ALL, Severity::as_str, Severity::label))}
            {part.choice("verification", "Verification", words(VerificationState::ALL, VerificationState::as_str, VerificationState::label))}
            {part.choice("assign", "Assignee", vec![("claim", "Me, where nobody has it"), ("nobody", "Nobody"), ("to", "This person:")])}
            {part.line("assignee", "Person", "Sign-in name")}
            {part.line("link", "Link to", "INC-7 or CHG-7")}
            {part.line("add_tags", "Add tags", "With blanks between")}
            {part.line("remove_tags", "Remove tags", "")}
        </div>
        {part.text("note", "Note", "Kept here; AWS keeps the last one alone.")}
        {part.text("reason", "Reason", "Needed to resolve, to suppress, or to call one less severe.")}
    }
    .into_any()
}

/// Whoever sent the form is led to the field that is wrong, and to why, which stands beneath it a moment later: the form is
/// longer than its sheet.
#[cfg(feature = "hydrate")]
fn lead_to_fault(prefix: &'static str, fault: Signal<Option<ApiError>>) {
    use std::time::Duration;

    Effect::new(move |_| {
        if let Some(name) = fault.with(|fault| fault.as_ref().and_then(place)) {
            let field = format!("#{prefix}-{name}");
            set_timeout(
                move || {
                    crate::live::focus(&[&field]);
                    crate::live::show(&format!(".field:has({field})"));
                },
                Duration::ZERO,
            );
        }
    });
}

/// For how long findings are suppressed; the first is chosen where nothing was.
const ENDS: [(&str, &str); 5] = [
    ("30", "30 days"),
    ("1", "1 day"),
    ("7", "7 days"),
    ("90", "90 days"),
    ("", "No end"),
];

type Choices = Vec<(&'static str, &'static str)>;

fn words<T: Copy>(
    all: &[T],
    value: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Choices {
    all.iter().map(|one| (value(*one), label(*one))).collect()
}

/// A refusal that belongs to no field, which whoever shows the fields tells.
pub(super) fn apart(fault: Option<ApiError>) -> Option<ApiError> {
    fault.filter(|fault| place(fault).is_none())
}

#[derive(Clone)]
struct Part {
    prefix: &'static str,
    filled: Filled,
    fault: Signal<Option<ApiError>>,
}

impl Part {
    fn choice(&self, name: &'static str, label: &'static str, choices: Choices) -> AnyView {
        let id = format!("{}-{name}", self.prefix);
        let chosen = self.filled.value(name);
        // "No end" is an empty value too, and chosen only where the form was sent.
        let sent = self.filled.was_sent();
        let seen = self.filled.fault_at(name).is_some();
        let options = choices.into_iter().map(|(value, word)| {
            let selected = value == chosen && (sent || !value.is_empty());
            view! { <option value=value selected=selected>{word}</option> }
        });
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <select class="input" id=id name=name autofocus=seen>
                    {(name != "until").then(|| view! { <option value="">"As it is"</option> })}
                    {options.collect_view()}
                </select>
                {self.said(name)}
            </div>
        }
        .into_any()
    }

    fn line(&self, name: &'static str, label: &'static str, hint: &'static str) -> AnyView {
        let id = format!("{}-{name}", self.prefix);
        let seen = self.filled.fault_at(name).is_some();
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <input class="input" id=id name=name type="text" autocomplete="off" spellcheck="false"
                    autofocus=seen value=self.filled.value(name) placeholder=hint list=(name == "assignee").then_some("people")/>
                {self.said(name)}
            </div>
        }
        .into_any()
    }

    fn text(&self, name: &'static str, label: &'static str, hint: &'static str) -> AnyView {
        let id = format!("{}-{name}", self.prefix);
        let seen = self.filled.fault_at(name).is_some();
        let most = if name == "note" { MAX_NOTE } else { MAX_REASON };
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <input class="input" id=id name=name type="text" autocomplete="off" maxlength=most.to_string()
                    autofocus=seen value=self.filled.value(name)/>
                <p class="hint">{hint}</p>
                {self.said(name)}
            </div>
        }
        .into_any()
    }

    /// What is wrong with a field: by the answer that came last, else by the address.
    fn said(&self, name: &'static str) -> impl IntoView + use<> {
        let (fault, typed) = (self.fault, self.filled.fault_at(name));
        let sign = Sign {
            symbol: "st-failing",
            tone: "t-critical s12",
            word: "",
        };
        move || {
            let now = fault.get().filter(|fault| place(fault) == Some(name));
            let said = now
                .map(|fault| fault_sentence(&fault))
                .or_else(|| typed.clone())?;
            Some(view! { <p class="fault" role="alert">{shape(sign)}{said}</p> })
        }
    }
}
