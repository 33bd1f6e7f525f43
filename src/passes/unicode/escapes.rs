//! What was meant for a terminal: colours, titles, links.

/// Where an escape sequence ends whose escape character ends at `at`; there, if there is none.
pub(super) fn end(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at..];
    let length = match rest.first() {
        Some(b'[') => control_sequence(&rest[1..]).map(|length| 1 + length),
        Some(b']') => command(&rest[1..]).map(|length| 1 + length),
        // Which set of characters is used, and keys of the key pad.
        Some(b'(' | b')') if matches!(rest.get(1), Some(b'0' | b'A' | b'B')) => Some(2),
        Some(b'=' | b'>') => Some(1),
        _ => None,
    };
    at + length.unwrap_or(0)
}

/// The length of the parameters and the final byte: `1;31m`
pub(super) fn control_sequence(rest: &[u8]) -> Option<usize> {
    let parameters = rest.iter().take_while(|b| (0x20..0x40).contains(*b)).count();
    matches!(rest.get(parameters), Some(0x40..=0x7e)).then_some(parameters + 1)
}

/// The length of a command with its end, a bell or another escape: `0;title` or `8;;https://…`
fn command(rest: &[u8]) -> Option<usize> {
    let length = rest.iter().position(|b| b.is_ascii_control())?;
    match rest[length..] {
        [0x07, ..] => Some(length + 1),
        [0x1b, b'\\', ..] => Some(length + 2),
        _ => None,
    }
}
