//! The parts of plain forms with their refusals: many may stand on one page, so each names its fields after what it is of.

use domain::{calendar::CalendarCode, change::ChangeCode, finding::Severity};
use leptos::prelude::*;

use crate::{
    api::{ApiError, Field, touched},
    components::{FaultNote, Icon, fault_sentence, icon},
    query::Query,
};

/// What came of the form that was sent last: to what it belonged, what was typed, and why it was refused.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    fault: ApiError,
    typed: Query,
}

impl Sent {
    /// The form of `of` as it was sent, if it was that one that was refused.
    pub(super) fn to(fault: Option<ApiError>, typed: &Query, of: &str) -> Option<Self> {
        let fault = fault?;
        (typed.get("of").unwrap_or_default() == of).then(|| Self {
            fault,
            typed: typed.clone(),
        })
    }
}

/// A form, filled with what was sent if it was this one that was refused.
pub(super) fn filled(prefix: &str, fault: &Option<ApiError>, typed: &Query, of: &str) -> Filled {
    Filled {
        prefix: prefix.to_owned(),
        sent: Sent::to(fault.clone(), typed, of),
        is_marked: true,
    }
}

/// A form with its refusal.
#[derive(Debug, Clone)]
pub(super) struct Filled {
    /// Begins the ids of its fields.
    pub(super) prefix: String,
    /// What it was refused with.
    pub(super) sent: Option<Sent>,
    /// Whether it says beside each field how that was: what only begins nobody else changes meanwhile.
    pub(super) is_marked: bool,
}

impl Filled {
    /// What a field begins with: what was typed, else what is kept. What was left alone is what somebody else may have made
    /// of it by now.
    pub(super) fn value(&self, name: &str, kept: &str) -> String {
        let sent = self.sent.as_ref();
        let typed = sent.and_then(|sent| touched::typed(&sent.typed, name));
        typed.unwrap_or(kept).to_owned()
    }

    /// How a field is as the form begins. A form that came back goes on with its own version until it is sent.
    fn mark(&self, name: &str, kept: &str) -> Option<AnyView> {
        let typed = self.is_refused().then_some("");
        self.is_marked.then(|| {
            let was = touched::was(&[(name, kept)]);
            view! { <input type="hidden" name="was[]" value=was data-typed=typed/> }.into_any()
        })
    }

    /// Whether it was refused, so that it is to be seen.
    pub(super) const fn is_refused(&self) -> bool {
        self.sent.is_some()
    }

    /// The sentence at the field to which the refusal belongs.
    fn fault(&self, name: &str) -> Option<String> {
        let sent = self.sent.as_ref()?;
        (fields_of(&sent.fault).contains(&name)).then(|| fault_sentence(&sent.fault))
    }

    /// The refusal that belongs to no field.
    pub(super) fn note(&self) -> Option<AnyView> {
        let fault = self.sent.as_ref().map(|sent| sent.fault.clone())?;
        let apart = fields_of(&fault).is_empty();
        apart.then(|| in_sight(fault))
    }

    /// A field of one line.
    pub(super) fn line(
        &self,
        (name, label, kind): Named,
        kept: &str,
        hint: &'static str,
    ) -> AnyView {
        let (name, label) = (name.to_owned(), label.to_owned());
        self.field((name, label, kind), kept, hint)
    }

    /// A field of one line whose name and label are made as the page is.
    pub(super) fn field(
        &self,
        (name, label, kind): (String, String, &'static str),
        kept: &str,
        hint: &'static str,
    ) -> AnyView {
        let id = format!("{}-{name}", self.prefix);
        let fault_id = format!("{id}-fault");
        let fault = self.fault(&name);
        let described = fault.is_some().then(|| fault_id.clone());
        let wrong = fault.is_some();
        view! {
            <div class="field" class:wrong=wrong>
                <label for=id.clone()>{label}</label>
                <input
                    class="input"
                    id=id
                    name=name.clone()
                    type=kind
                    value=self.value(&name, kept)
                    autocomplete="off"
                    autofocus=wrong
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=described
                />
                {(!hint.is_empty()).then(|| view! { <p class="hint">{hint}</p> })}
                {fault.map(|fault| said(fault, fault_id))}
                {self.mark(&name, kept)}
            </div>
        }
        .into_any()
    }

    /// A choice between words.
    pub(super) fn choice(
        &self,
        (name, label): (&'static str, &'static str),
        kept: &str,
        choices: &[(&'static str, &'static str)],
    ) -> AnyView {
        let id = format!("{}-{name}", self.prefix);
        let chosen = self.value(name, kept);
        let options = choices.iter().map(|(value, word)| {
            let selected = chosen == *value;
            view! { <option value=*value selected=selected>{*word}</option> }
        });
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <select class="input" id=id name=name>{options.collect_view()}</select>
                {self.mark(name, kept)}
            </div>
        }
        .into_any()
    }

    /// The days of a week.
    pub(super) fn days(&self, kept: &str) -> AnyView {
        let chosen = self.value("days", kept);
        let fault_id = format!("{}-days-fault", self.prefix);
        let checks = DAYS.iter().map(|(value, word)| {
            let checked = chosen.split(',').any(|day| day == *value);
            view! {
                <label>
                    <input class="check" type="checkbox" name="days[]" value=*value checked=checked/>
                    " "
                    {*word}
                </label>
            }
        });
        view! {
            <fieldset class="field">
                <legend>"Every week on"</legend>
                <div class="checks week">{checks.collect_view()}</div>
                <p class="hint">"No day: it comes once."</p>
                {self.fault("days").map(|fault| said(fault, fault_id))}
                {self.mark("days", kept)}
            </fieldset>
        }
        .into_any()
    }
}

/// Name, label and type of a field.
pub(super) type Named = (&'static str, &'static str, &'static str);

const DAYS: [(&str, &str); 7] = [
    ("mon", "Mon"),
    ("tue", "Tue"),
    ("wed", "Wed"),
    ("thu", "Thu"),
    ("fri", "Fri"),
    ("sat", "Sat"),
    ("sun", "Sun"),
];

fn said(fault: String, id: String) -> impl IntoView {
    view! { <p class="fault" role="alert" id=id>{icon("st-failing", "shape t-critical s12")}{fault}</p> }
}

/// A refusal in the midst of a page: the browser goes to it by itself, since the page opens at its top.
pub(super) fn in_sight(fault: ApiError) -> AnyView {
    view! { <div tabindex="-1" autofocus=true><FaultNote fault/></div> }.into_any()
}

/// The fields, by their names in the forms, to which a refusal belongs.
fn fields_of(fault: &ApiError) -> &'static [&'static str] {
    match fault {
        ApiError::Calendar(code) => field_of(*code),
        ApiError::Change(ChangeCode::LevelName) => &["name"],
        ApiError::Change(ChangeCode::LevelNeeds) => &["needed"],
        ApiError::Suppression(rule) => match rule.place() {
            "q" => &["q"],
            "reason" => &["reason"],
            "owner" => &["owner"],
            "until" => &["until"],
            _ => &[],
        },
        ApiError::Invalid(Field::Name) => &["owner"],
        ApiError::Invalid(Field::Limit(severity)) => limit_of(*severity),
        _ => &[],
    }
}

/// The one in which the days of a severity stand.
const fn limit_of(severity: Severity) -> &'static [&'static str] {
    match severity {
        Severity::Critical => &["critical"],
        Severity::High => &["high"],
        Severity::Medium => &["medium"],
        Severity::Low => &["low"],
        Severity::Informational => &["informational"],
    }
}

/// Those to which a rule of calendars belongs.
const fn field_of(code: CalendarCode) -> &'static [&'static str] {
    use CalendarCode as C;
    match code {
        C::Name | C::NameTaken => &["name", "title"],
        C::Zone => &["zone"],
        C::Scope => &["scope"],
        C::Reason => &["reason"],
        C::Begin | C::Begun => &["starts", "from"],
        C::End | C::EndsFirst | C::TooLong | C::WeekTooLong => &["ends", "until"],
        C::NoDay => &["days"],
        C::Until => &["last"],
        C::Full | C::Ended => &[],
    }
}

/// What tells a form to what it belongs.
pub(super) fn target(of: &str, version: i64) -> AnyView {
    view! {
        <input type="hidden" name="of" value=of.to_owned()/>
        <input type="hidden" name="expected_version" value=version.to_string()/>
    }
    .into_any()
}

/// A form behind its word; open while it shows a refusal.
pub(super) fn folded(word: String, is_open: bool, form: AnyView) -> AnyView {
    view! {
        <details class="fold plain" open=is_open>
            <summary><Icon name="i-chevron-right"/><span>{word}</span></summary>
            {form}
        </details>
    }
    .into_any()
}
