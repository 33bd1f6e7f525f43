//! The laws of a cleaner, for one text.

use copydesk::{Cleaner, EditScript};

/// Laws 1 and 2: the edits are the difference, both ways; what was cleaned stays.
pub fn hold(cleaner: &Cleaner, text: &str) {
    let script = cleaner.edit(text);
    let cleaned = cleaner.clean(text).into_owned();
    let valid = EditScript::new(text, script.edits().to_vec()).expect("a valid script");
    assert_eq!(valid.edits(), script.edits());
    let recorded = EditScript::recorded(script.iter().map(|(edit, removed)| (edit.clone(), removed)));
    assert_eq!(recorded.expect("a valid record"), valid);
    assert_eq!(script.apply(text).expect("its own text"), cleaned);
    assert_eq!(script.undo(&cleaned).expect("its own result"), text);
    assert!(script.edits().iter().all(|edit| (0.0..=1.0).contains(&edit.confidence)));
    let again = cleaner.edit(&cleaned);
    assert!(again.is_empty(), "{cleaner:?} changes what it made: {cleaned:?} {:?}", again.edits());
}
