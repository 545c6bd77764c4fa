//! What a document says beside what every finding has: terms with their lines, out of ASFF, and out of OCSF where it has the same.

mod vulnerabilities;

use domain::finding::IncomingFinding;
use serde_json::{Map, Value};

use vulnerabilities::vulnerabilities;

/// Lines of a term: of more than these the first are shown.
const SHOWN: usize = 20;

/// A term with what stands beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// What it is called.
    pub(super) name: String,
    /// What stands beside it, a line each.
    pub(super) lines: Vec<String>,
    /// Whether the lines are words, and no names of things.
    pub(super) in_words: bool,
    /// Where they lead to.
    pub(super) href: Option<String>,
}

/// All that a finding and its document say.
pub(super) fn terms(finding: &IncomingFinding, document: &Value) -> Vec<Term> {
    let number = |value: Option<i16>| value.map(|value| format!("{value} of 100"));
    let known = [
        ids("Types", finding.types.clone()),
        ids("Confidence", number(finding.confidence)),
        ids("Criticality", number(finding.criticality)),
        ids("Generator", [finding.generator.clone()]),
        ids("Company", finding.company_name.clone()),
    ];
    let said = said(document).into_iter();
    let shown = known.into_iter().chain(said).map(bounded);
    shown.filter(|term| !term.lines.is_empty()).collect()
}

/// What the document alone says, of ASFF and then of OCSF; most of it is empty.
fn said(document: &Value) -> Vec<Term> {
    let sample = document["Sample"] == Value::Bool(true);
    let sample = sample.then(|| "Made to try things out: nothing of it happened.".to_owned());
    let mut all = vec![
        in_words("Sample", sample),
        in_words("Status reasons", reasons(document)),
        in_words("Requirements", requirements(document)),
        ids("Parameters", parameters(document)),
        in_words("Vulnerabilities", vulnerabilities(document)),
        in_words("Malware", malware(document)),
        in_words("Threats", threats(&document["Threats"])),
        in_words("Indicators", indicators(document)),
        ids("Process", processes(document)),
        ids("Network", object(&document["Network"])),
        ids("Action", action(&document["Action"])),
        ids("Evidence", evidence(document)),
        ids("Related findings", related(document)),
        ids("User fields", object(&document["UserDefinedFields"])),
    ];
    let resources = either(document, "Resources", "resources");
    for (at, resource) in (1..).zip(resources) {
        let name = match at {
            1 => "Resource tags".to_owned(),
            at => format!("Tags of resource {at}"),
        };
        all.push(Term {
            name,
            ..ids("", tags(resource))
        });
    }
    let url = first(document, &["/SourceUrl", "/finding_info/src_url"]);
    all.push(Term {
        href: url.clone().filter(|url| is_safe(url)),
        ..ids("Source", url)
    });
    all
}

fn ids(name: &str, lines: impl IntoIterator<Item = String>) -> Term {
    Term {
        name: name.to_owned(),
        lines: lines.into_iter().collect(),
        in_words: false,
        href: None,
    }
}

fn in_words(name: &str, lines: impl IntoIterator<Item = String>) -> Term {
    Term {
        in_words: true,
        ..ids(name, lines)
    }
}

fn bounded(term: Term) -> Term {
    Term {
        lines: some(term.lines),
        ..term
    }
}

/// The first of many, and how many more there are.
pub(super) fn some(mut lines: Vec<String>) -> Vec<String> {
    lines.retain(|line| !line.is_empty());
    let more = lines.len().saturating_sub(SHOWN);
    lines.truncate(SHOWN);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines
}

/// Only where a browser is safe from it.
fn is_safe(url: &str) -> bool {
    url.starts_with("https://") && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// A value that is no list and no object, as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(word) => Some(word.to_string()),
        _ => None,
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The items of a list that ASFF and OCSF call by names of their own.
fn either<'x>(document: &'x Value, asff: &str, ocsf: &str) -> impl Iterator<Item = &'x Value> {
    items(&document[asff]).chain(items(&document[ocsf]))
}

/// What stands under the first of some places that has anything.
fn first(value: &Value, places: &[&str]) -> Option<String> {
    let mut said = places.iter().filter_map(|place| value.pointer(place));
    said.find_map(|value| scalar(value).filter(|text| !text.is_empty()))
}

/// What stands under some places, one after the other.
fn joined(value: &Value, places: &[&str]) -> String {
    let said = places.iter().filter_map(|place| first(value, &[place]));
    said.collect::<Vec<_>>().join(", ")
}

/// A name and what it has, where it has something.
fn named(value: &Value, places: &[(&str, &str)]) -> Vec<String> {
    let line = |(name, place): &(&str, &str)| Some(format!("{name}: {}", first(value, &[place])?));
    places.iter().filter_map(line).collect()
}

/// The plain members of an object, `name: value` each.
fn object(value: &Value) -> Vec<String> {
    let members = value.as_object().into_iter().flat_map(Map::iter);
    let lines = members.filter_map(|(key, value)| Some(format!("{key}: {}", scalar(value)?)));
    lines.collect()
}

/// What was done, and by what: the members of the one kind of action that a finding has.
fn action(value: &Value) -> Vec<String> {
    let mut lines: Vec<String> = scalar(&value["ActionType"]).into_iter().collect();
    let kinds = value.as_object().into_iter().flat_map(Map::iter);
    for (_, kind) in kinds.filter(|(_, kind)| kind.is_object()) {
        lines.extend(object(kind));
        let parts = kind.as_object().into_iter().flat_map(Map::iter);
        for (name, part) in parts.filter(|(_, part)| part.is_object()) {
            let members = object(part).into_iter();
            lines.extend(members.map(|line| format!("{name} {line}")));
        }
    }
    lines
}

/// Why a check came out as it did: ASFF has a code before the words.
fn reasons(document: &Value) -> Vec<String> {
    let ours = items(&document["Compliance"]["StatusReasons"]).map(|reason| {
        let said = ["/ReasonCode", "/Description"].map(|place| first(reason, &[place]));
        let said = said.into_iter().flatten();
        said.collect::<Vec<_>>().join(": ")
    });
    let theirs = items(&document["compliance"]["status_details"]).filter_map(scalar);
    ours.chain(theirs).collect()
}

fn requirements(document: &Value) -> Vec<String> {
    let ours = items(&document["Compliance"]["RelatedRequirements"]);
    let theirs = items(&document["compliance"]["requirements"]);
    ours.chain(theirs).filter_map(scalar).collect()
}

/// What a control was set to.
fn parameters(document: &Value) -> Vec<String> {
    let ours = items(&document["Compliance"]["SecurityControlParameters"]);
    let theirs = items(&document["compliance"]["control_parameters"]);
    let line = |one: &Value| {
        let name = first(one, &["/Name", "/name"])?;
        let listed = either(one, "Value", "values").filter_map(scalar);
        let listed: Vec<String> = listed.chain(scalar(&one["value"])).collect();
        Some(format!("{name}: {}", listed.join(", ")))
    };
    ours.chain(theirs).filter_map(line).collect()
}

fn malware(document: &Value) -> Vec<String> {
    let all = either(document, "Malware", "malware");
    let line = |one: &Value| {
        let kinds = items(&one["classifications"]).filter_map(scalar);
        let told = joined(
            one,
            &["/Name", "/Type", "/State", "/Path", "/name", "/path"],
        );
        let told = [told].into_iter().filter(|told| !told.is_empty());
        told.chain(kinds).collect::<Vec<_>>().join(", ")
    };
    all.map(line).collect()
}

/// Each threat, and the files that it was found in.
fn threats(value: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for threat in items(value) {
        let found = first(threat, &["/ItemCount"]).map(|count| match count.as_str() {
            "1" => "1 item".to_owned(),
            count => format!("{count} items"),
        });
        let told = joined(threat, &["/Name", "/Severity"]);
        let told = [Some(told), found].into_iter().flatten();
        let told: Vec<String> = told.filter(|told| !told.is_empty()).collect();
        lines.push(told.join(", "));
        let files = items(&threat["FilePaths"]);
        lines.extend(files.filter_map(|file| {
            let at = first(file, &["/FilePath", "/FileName"])?;
            Some(match first(file, &["/ResourceId"]) {
                Some(resource) => format!("in {at} of {resource}"),
                None => format!("in {at}"),
            })
        }));
    }
    lines
}

/// What others know as a sign of an attacker.
fn indicators(document: &Value) -> Vec<String> {
    let ours = items(&document["ThreatIntelIndicators"]);
    let ours = ours.map(|one| {
        joined(
            one,
            &["/Type", "/Value", "/Category", "/Source", "/SourceUrl"],
        )
    });
    let theirs = items(&document["osint"]);
    let theirs = theirs.map(|one| joined(one, &["/type", "/value", "/vendor_name"]));
    ours.chain(theirs).collect()
}

/// The program that ran: ASFF has one, OCSF one for each piece of evidence.
fn processes(document: &Value) -> Vec<String> {
    let mut lines = named(
        &document["Process"],
        &[
            ("Name", "/Name"),
            ("Path", "/Path"),
            ("Pid", "/Pid"),
            ("Parent", "/ParentPid"),
            ("Launched", "/LaunchedAt"),
            ("Ended", "/TerminatedAt"),
        ],
    );
    for evidence in items(&document["evidences"]) {
        let theirs = [
            ("Name", "/name"),
            ("Path", "/file/path"),
            ("Pid", "/pid"),
            ("Parent", "/parent_process/pid"),
            ("Launched", "/created_time_dt"),
            ("Command", "/cmd_line"),
        ];
        lines.extend(named(&evidence["process"], &theirs));
    }
    lines
}

/// What OCSF has for an action.
fn evidence(document: &Value) -> Vec<String> {
    let places = [
        ("Api", "/api/operation"),
        ("Service", "/api/service/name"),
        ("From", "/src_endpoint/ip"),
        ("From port", "/src_endpoint/port"),
        ("From country", "/src_endpoint/location/country"),
        ("From network", "/src_endpoint/autonomous_system/name"),
        ("To", "/dst_endpoint/ip"),
        ("To port", "/dst_endpoint/port"),
        ("Direction", "/connection_info/direction"),
        ("Protocol", "/connection_info/protocol_name"),
        ("Asked for", "/query/hostname"),
    ];
    let all = items(&document["evidences"]);
    all.flat_map(|one| named(one, &places)).collect()
}

/// Ids of other findings.
pub(super) fn related(document: &Value) -> Vec<String> {
    let ours = items(&document["RelatedFindings"]);
    let theirs = items(&document["finding_info"]["related_events"]);
    let all = ours.chain(theirs);
    all.filter_map(|one| first(one, &["/Id", "/uid"])).collect()
}

/// ASFF has an object of them, OCSF a list.
fn tags(resource: &Value) -> Vec<String> {
    let listed = items(&resource["tags"]).filter_map(|tag| {
        let value = first(tag, &["/value"]).unwrap_or_default();
        Some(format!("{}: {value}", first(tag, &["/name"])?))
    });
    let ours = object(&resource["Tags"]).into_iter();
    ours.chain(listed).collect()
}

#[cfg(test)]
mod tests;
