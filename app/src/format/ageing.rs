//! The names of ageing buckets: 未到期, 1–30 天, 366 天以上.

use shared::ageing::Bucket;

use crate::language::Language;

/// The days of a bucket without their unit: 1–30, 366+.
#[must_use]
pub fn span(language: Language, bucket: &Bucket) -> String {
    match (bucket.from_days, bucket.to_days) {
        (None, _) => match language {
            Language::Zh => "未到期".to_owned(),
            Language::En => "Not due".to_owned(),
        },
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => format!("{from}+"),
    }
}

/// With the unit: 1–30 天, 1–30 days.
#[must_use]
pub fn name(language: Language, bucket: &Bucket) -> String {
    let span = span(language, bucket);
    match (bucket.from_days, language) {
        (None, _) => span,
        (Some(_), Language::Zh) => format!("{span} 天"),
        (Some(_), Language::En) => format!("{span} days"),
    }
}

#[cfg(test)]
mod tests {
    use shared::ageing::Edges;

    use super::*;

    #[test]
    fn buckets_are_named_in_order() {
        let buckets = Edges::default().buckets();
        let zh: Vec<_> = buckets.iter().map(|it| name(Language::Zh, it)).collect();
        assert_eq!(
            zh,
            ["未到期", "1–30 天", "31–60 天", "61–90 天", "91–180 天", "181–365 天", "366+ 天"]
        );
        assert_eq!(name(Language::En, &buckets[0]), "Not due");
        assert_eq!(span(Language::En, &buckets[6]), "366+");
    }
}
