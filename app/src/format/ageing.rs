//! The names of ageing buckets as they stand under a strip: 未到期, 1–30天, 1–30.

use shared::{
    ageing::{BaseDay, Bucket},
    words,
};

use crate::language::Language;

/// With the unit, beginning a line: Not due, 1–30 days.
#[must_use]
pub fn name(language: Language, bucket: &Bucket, by: BaseDay) -> String {
    let name = words::bucket(bucket, by, language);
    let mut letters = name.chars();
    let first = letters.next().map(|it| it.to_uppercase().collect::<String>());
    first.map_or(String::new(), |first| first + letters.as_str())
}

/// The days without their unit, where a heading has said it: 1–30, 366+.
#[must_use]
pub fn span(language: Language, bucket: &Bucket, by: BaseDay) -> String {
    match (bucket.from_days, bucket.to_days) {
        (None, _) => name(language, bucket, by),
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => format!("{from}+"),
    }
}

#[cfg(test)]
mod tests {
    use shared::ageing::Edges;

    use super::*;

    #[test]
    fn buckets_are_named_in_order() {
        let buckets = Edges::default().buckets();
        let zh = [0, 1, 6].map(|at: usize| name(Language::Zh, &buckets[at], BaseDay::Due));
        assert_eq!(zh, ["未到期", "1–30天", "366天以上"]);
        assert_eq!(name(Language::En, &buckets[0], BaseDay::Due), "Not due");
        assert_eq!(span(Language::En, &buckets[6], BaseDay::Due), "366+");
    }
}
