//! Text that people write, as it is kept.

/// The text with the line ends of this system and without what no page can show.
pub(crate) fn plain(text: &str) -> String {
    let shown = text.replace("\r\n", "\n");
    let shown: String = shown
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    shown.trim().to_owned()
}
