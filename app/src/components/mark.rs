//! The small marks: shapes name states, icons name kinds, lamps say a state with its word.

use leptos::prelude::*;

use super::sign::{Form, Sign};
use crate::format;

/// The name of the symbols as they are now: another one as soon as any of them is, so that a browser keeps them for good and
/// has them even when the server is gone.
pub const SYMBOLS_NAME: &str = match std::str::from_utf8(&SYMBOLS_DIGITS) {
    Ok(digits) => digits,
    Err(_) => "",
};

const SYMBOLS_DIGITS: [u8; 16] = digits_of(include_bytes!("../../../public/icons.svg"));

/// Sixteen hexadecimal digits that tell one file from another: FNV-1a.
const fn digits_of(file: &[u8]) -> [u8; 16] {
    let (mut hash, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while at < file.len() {
        hash = (hash ^ file[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    let (mut digits, mut at) = ([0; 16], 0);
    while at < digits.len() {
        digits[at] = b"0123456789abcdef"[(hash >> (60 - 4 * at) & 15) as usize];
        at += 1;
    }
    digits
}

/// The address of a symbol.
#[must_use]
pub fn symbol_address(symbol: &str) -> String {
    format!("/icons.svg?v={SYMBOLS_NAME}#{symbol}")
}

/// A shape beside its word.
pub fn shape(sign: Sign) -> impl IntoView {
    let class = format!("shape {}", sign.tone);
    view! {
        <svg class=class aria-hidden="true">
            <use href=symbol_address(sign.symbol)></use>
        </svg>
    }
}

/// A shape alone in its cell, so that it has a name.
#[component]
pub fn Shape(
    /// Which.
    sign: Sign,
) -> impl IntoView {
    let class = format!("shape {}", sign.tone);
    view! {
        <svg class=class role="img" aria-label=sign.word>
            <use href=symbol_address(sign.symbol)></use>
        </svg>
    }
}

// Every `use` has an address that is computed: a wholly static one is written out under the macro's
// name for it, `use_`, which no browser knows.

/// An icon; a word beside it or a label around it says what it stands for.
pub fn icon(symbol: &'static str, class: &'static str) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=symbol_address(symbol)></use>
        </svg>
    }
}

/// An icon of the usual size.
#[component]
pub fn Icon(
    /// Its name in the file of symbols.
    name: &'static str,
) -> impl IntoView {
    icon(name, "icon")
}

/// A state in its lamp.
#[component]
pub fn Lamp(
    /// Shape, colour and word.
    sign: Sign,
    /// How much it stands out.
    form: Form,
) -> impl IntoView {
    let class = format!("{} {}", form.class(), sign.tone);
    view! {
        <span class=class>
            <svg class="shape" aria-hidden="true">
                <use href=symbol_address(sign.symbol)></use>
            </svg>
            {sign.word}
        </span>
    }
}

/// A person by two letters, or nobody.
#[component]
pub fn Avatar(
    /// Who, by sign-in name.
    name: Option<String>,
) -> impl IntoView {
    match name {
        Some(name) => {
            let letters = initials(&name);
            view! { <span class="avatar s20" title=name>{letters}</span> }.into_any()
        }
        None => view! {
            <span class="avatar s20 none"><span class="visually-hidden">"nobody"</span></span>
        }
        .into_any(),
    }
}

/// The first two letters of a name, the first one large.
pub(crate) fn initials(name: &str) -> String {
    let mut letters = name.chars().filter(|c| c.is_alphanumeric());
    let mut next = || letters.next().map(String::from).unwrap_or_default();
    let (first, second) = (next(), next());
    format::upper(&first) + &format::lower(&second)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::components::sign::severity_sign;
    use domain::finding::Severity;

    #[test]
    fn a_lamp_says_its_word_and_hides_its_shape() {
        let sign = severity_sign(Severity::High);
        let html = view! { <Lamp sign form=Form::Soft/> }.to_html();
        assert!(html.contains(r#"class="lamp soft t-high""#), "{html}");
        assert!(html.contains(r#"#sev-high""#), "{html}");
        assert!(
            html.contains(r#"aria-hidden="true""#) && html.contains("High"),
            "{html}"
        );
    }

    #[test]
    fn a_shape_alone_has_a_name() {
        let html = view! { <Shape sign=severity_sign(Severity::Low)/> }.to_html();
        assert!(html.contains(r#"role="img" aria-label="Low""#), "{html}");
    }

    #[test]
    fn names_become_two_letters() {
        assert_eq!(initials("mina.k"), "Mi");
        assert_eq!(initials("x"), "X");
        assert_eq!(initials(""), "");
    }
}
