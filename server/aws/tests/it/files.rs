//! Files of findings: whatever they are wrapped in there are as many, and no more is read than is taken.

use std::{
    io::{self, Read, Write as _},
    ops::ControlFlow,
};

use aws::documents::{FileEnd, FileRecord, read_file};
use domain::finding::Plane;
use flate2::{Compression, write::GzEncoder};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, json};

fn asff(n: u32) -> Value {
    json!({
        "Id": format!("f-{n}"), "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/config",
        "AwsAccountId": "210987654321", "Resources": [{"Id": "i-{\"[1]\\"}], "UpdatedAt": "2026-03-01T08:00:00Z",
        "Title": "a }]\" \u{2028} line", "ProductFields": {"Findings": "[", "data": "{"},
    })
}

fn ocsf(n: u32) -> Value {
    json!({
        "class_uid": 2004, "finding_info": {"uid": format!("o-{n}"), "created_time": 1_740_000_000_000_u64},
        "metadata": {"product": {"name": "Scanner"}}, "cloud": {"account": {"uid": "210987654321"}},
        "resources": [{"uid": "box"}], "severity_id": 2,
    })
}

/// Findings, and some that are none, each kind in turn.
fn record(n: u32) -> Value {
    match n % 5 {
        0 => ocsf(n),
        1 => json!({"Id": format!("bad-{n}"), "ProductArn": "p"}),
        _ => asff(n),
    }
}

fn event(records: &[Value]) -> Value {
    json!({
        "version": "0", "id": "e", "detail-type": "Security Hub Findings - Imported", "source": "aws.securityhub",
        "account": "210987654321", "time": "2026-03-01T09:00:00Z", "detail": {"findings": records},
    })
}

#[derive(Debug, Clone, Copy)]
enum Wrapper {
    List,
    Answer,
    Recorded,
    Event,
    Events,
    Lines,
    ListsOnLines,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Compact,
    Pretty,
}

fn written(records: &[Value], wrapper: Wrapper, form: Form) -> String {
    let text = |value: &Value| match form {
        Form::Compact => value.to_string(),
        Form::Pretty => format!("{value:#}"),
    };
    let lines = |values: &mut dyn Iterator<Item = Value>| {
        values.map(|value| format!("{value}\r\n")).collect()
    };
    match wrapper {
        Wrapper::List => text(&json!(records)),
        Wrapper::Answer => text(&json!({"NextToken": "t", "Findings": records, "Other": {}})),
        Wrapper::Recorded => text(&json!({"status_code": 200, "data": {"findings": records}})),
        Wrapper::Event => text(&event(records)),
        Wrapper::Events => text(&json!(
            records
                .iter()
                .map(|one| event(std::slice::from_ref(one)))
                .collect::<Vec<_>>()
        )),
        Wrapper::Lines => lines(&mut records.iter().cloned()),
        Wrapper::ListsOnLines => lines(&mut records.chunks(3).map(|some| json!(some))),
    }
}

/// Ids of the findings, the number of rejects, and how it ended.
fn read(bytes: impl Read) -> (Vec<String>, usize, FileEnd) {
    let (mut ids, mut rejects) = (Vec::new(), 0);
    let end = read_file(bytes, &mut |record| {
        match record {
            FileRecord::Finding(finding) => ids.push(finding.aws_finding_id),
            FileRecord::Rejected(..) => rejects += 1,
        }
        ControlFlow::Continue(())
    });
    (ids, rejects, end)
}

/// A reader that gives so many bytes at a time, as a network does.
struct Pieces<'b>(&'b [u8], usize);

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(into.len()).min(self.0.len());
        let (piece, rest) = self.0.split_at(count);
        into[..count].copy_from_slice(piece);
        self.0 = rest;
        Ok(count)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_list_is_the_same_in_every_wrapper(
        ns in vec(0..1_000_u32, 1..40),
        form in select(vec![Form::Compact, Form::Pretty]),
        piece in 1..9_000_usize,
    ) {
        use Wrapper as W;
        let records: Vec<Value> = ns.iter().copied().map(record).collect();
        let bad = ns.iter().filter(|n| *n % 5 == 1).count();
        for wrapper in [W::List, W::Answer, W::Recorded, W::Event, W::Events, W::Lines, W::ListsOnLines] {
            let text = written(&records, wrapper, form);
            let (ids, rejects, end) = read(Pieces(text.as_bytes(), piece));
            prop_assert_eq!((ids.len(), rejects), (ns.len() - bad, bad), "{:?}: {}", wrapper, text);
            prop_assert_eq!(end, FileEnd::default());
            let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
            gzip.write_all(text.as_bytes()).expect("memory takes all");
            let packed = gzip.finish().expect("memory takes all");
            prop_assert_eq!(read(Pieces(&packed, piece)).0, ids);
        }
    }

    /// Whatever a file has, reading it ends and says something.
    #[test]
    fn no_bytes_are_fatal(bytes in vec(any::<u8>(), 0..300), ns in vec(0..9_u32, 0..4), cut in 0..400_usize) {
        let records: Vec<Value> = ns.into_iter().map(record).collect();
        let mut text = written(&records, Wrapper::Answer, Form::Pretty).into_bytes();
        text.truncate(cut);
        text.extend(bytes);
        let (ids, rejects, end) = read(text.as_slice());
        prop_assert!(!ids.is_empty() || rejects > 0 || end.fault.is_some() || end.silence.is_some());
    }
}

/// One list without an end.
struct Endless {
    record: Vec<u8>,
    at: usize,
    given: usize,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let rest = &self.record[self.at..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at = (self.at + count) % self.record.len();
        self.given += count;
        Ok(count)
    }
}

#[test]
fn of_a_list_no_more_is_read_than_is_taken() {
    for open in [
        "[",
        "{\"NextToken\":\"t\",\"Findings\":[",
        "[{\"Findings\":[",
    ] {
        let record = format!("{},\n", asff(1)).into_bytes();
        let mut endless = Endless {
            record,
            at: 0,
            given: 0,
        };
        let mut taken = 0;
        let end = read_file(open.as_bytes().chain(&mut endless), &mut |_| {
            taken += 1;
            match taken {
                1..50_000 => ControlFlow::Continue(()),
                _ => ControlFlow::Break(()),
            }
        });
        assert_eq!((taken, end), (50_000, FileEnd::default()), "{open}");
        let ahead = endless.given - 50_000 * endless.record.len();
        assert!(ahead < 20 << 20, "{open}: {ahead} bytes ahead");
    }
}

/// An event of Security Hub V2 is a finding of that plane, with both of its ids; a scanner's OCSF is not.
#[test]
fn an_event_of_v2_is_of_the_other_plane() {
    let mut v2 = ocsf(1);
    let product = "arn:aws:securityhub:eu-west-1::productv2/aws/guardduty";
    v2["metadata"] = json!({"uid": "u-1", "product": {"name": "GuardDuty", "uid": product}});
    let mut event = event(&[v2, ocsf(2)]);
    event["detail-type"] = json!("Findings Imported V2");
    let mut read = Vec::new();
    let end = read_file(event.to_string().as_bytes(), &mut |record| {
        if let FileRecord::Finding(finding) = record {
            read.push(finding);
        }
        ControlFlow::Continue(())
    });
    assert!(end.fault.is_none(), "{end:?}");
    let said: Vec<_> = read
        .iter()
        .map(|one| {
            (
                one.plane,
                one.metadata_uid.as_deref(),
                one.product_arn.as_str(),
            )
        })
        .collect();
    let expected = [
        (Plane::V2, Some("u-1"), product),
        (Plane::Cspm, None, "Scanner"),
    ];
    assert_eq!(said, expected);
}

/// Where a record is broken is said in lines of the file, and not of the record.
#[test]
fn what_is_broken_is_said_with_its_line() {
    let said = |text: &str| {
        let mut said = Vec::new();
        let end = read_file(text.as_bytes(), &mut |record| {
            if let FileRecord::Rejected(line, reject) = record {
                said.push((line, reject.reason));
            }
            ControlFlow::Continue(())
        });
        assert_eq!(end, FileEnd::default(), "{text}");
        said
    };
    let lines = said(&format!("{}\n{{x\n", asff(1)));
    let (line, reason) = &lines[0];
    assert_eq!(*line, 2);
    assert!(reason.ends_with(" at line 2 column 2"), "{reason}");
    let list = format!("[{},\n\n{{\"Id\": \"a\",\n\"ProductArn\": 7}}]", asff(1));
    let (line, reason) = &said(&list)[0];
    assert_eq!(*line, 3);
    assert!(!reason.contains("line 1"), "{reason}");
}

#[test]
fn values_that_are_no_records_are_json_and_utf_16_is_none() {
    for text in ["null", "5", "\"x\"\n", " true\n\n", "1\n2\n3"] {
        let (ids, rejects, end) = read(text.as_bytes());
        assert_eq!((ids.len(), rejects, end.fault), (0, 0, None), "{text}");
        assert!(end.silence.is_some_and(|why| why.contains("no finding")));
    }
    let many = "1\n".repeat(40);
    assert_eq!(read(many.as_bytes()).1, 40);
    assert!(read(&b"5\na,b\n"[..]).2.fault.is_some());
    for bytes in [&b"\xff\xfe{\0}\0"[..], b"\xfe\xff\0{\0}"] {
        let fault = read(bytes).2.fault;
        assert_eq!(fault.as_deref(), Some("it is UTF-16; save it as UTF-8"));
    }
}
