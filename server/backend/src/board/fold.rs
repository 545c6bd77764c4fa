//! How text is made comparable: case folded, and cut where its variety begins.

use std::borrow::Cow;

/// The text without difference of case. Each character is folded by itself, so that the fold of a
/// piece is a piece of the fold.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Cow::Owned(text.to_ascii_lowercase());
        }
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().flat_map(char::to_lowercase).collect())
}

/// An id as the part that many share, up to its last `/` or `:` and with it, and its own tail.
pub(super) fn cut(id: &str) -> (&str, &str) {
    id.split_at(id.rfind(['/', ':']).map_or(0, |at| at + 1))
}

/// An index as the columns keep it.
pub(super) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_cut_after_its_last_separator() {
        assert_eq!(cut("arn:aws:s3:::logs"), ("arn:aws:s3:::", "logs"));
        assert_eq!(cut("a/b/"), ("a/b/", ""));
        assert_eq!(cut("plain"), ("", "plain"));
    }

    #[test]
    fn folding_does_not_look_at_neighbours() {
        assert_eq!(fold("ΟΔΟΣ"), format!("{}{}", fold("ΟΔΟ"), fold("Σ")));
        assert_eq!(fold("Config.1"), "config.1");
    }
}
