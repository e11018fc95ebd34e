//! The palette: what can be done where one is, in the words of its button, and what answers to a few letters.

use shared::words::Language;

use crate::words::{ContactWord, CreditWord, Label, TableWord};

/// Something a page offers by a button, and the palette by the same word, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    ChangeCredit,
    AddContact,
    ChangeFile,
    SaveView,
    Columns,
    Export,
}

impl Deed {
    pub const EVERY: [Deed; 6] = [
        Deed::ChangeCredit,
        Deed::AddContact,
        Deed::ChangeFile,
        Deed::SaveView,
        Deed::Columns,
        Deed::Export,
    ];
}

impl Label for Deed {
    fn text(self, language: Language) -> &'static str {
        match self {
            Deed::ChangeCredit => CreditWord::Change.text(language),
            Deed::AddContact => ContactWord::Add.text(language),
            Deed::ChangeFile => ContactWord::ChangeFile.text(language),
            Deed::SaveView => TableWord::Save.text(language),
            Deed::Columns => TableWord::Columns.text(language),
            Deed::Export => TableWord::File.text(language),
        }
    }
}

/// Whether what was typed is part of a name, or of the initials of its Chinese; everything answers to nothing.
#[must_use]
pub fn answers(name: &str, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    let letters: String = typed.chars().filter(|it| it.is_alphanumeric()).collect();
    let name = name.to_lowercase();
    name.contains(&typed) || (!letters.is_empty() && initials(&name).contains(&letters))
}

/// The initials of a name: `bcdqst` of 保存当前视图. What is no letter is left out.
fn initials(name: &str) -> String {
    let letter = |it: char| match INITIALS.iter().find(|(_, these)| these.contains(it)) {
        Some((initial, _)) => Some(*initial),
        None => it.is_alphanumeric().then_some(it),
    };
    name.chars().filter_map(letter).collect()
}

/// The characters of the palette by the first letter of their pinyin. Customers' names are read by the
/// server, which knows every character; these few need no table of 20,000.
const INITIALS: [(char, &str); 19] = [
    ('b', "保办本步表"),
    ('c', "出存承"),
    ('d', "导对当待登"),
    ('f', "付分发"),
    ('g', "改更管观跟"),
    ('h', "回户核汇"),
    ('j', "今交即机"),
    ('k', "客款"),
    ('l', "列录料理立联龄率"),
    ('n', "诺"),
    ('p', "批片盘配"),
    ('q', "前区浅"),
    ('r', "人入日"),
    ('s', "审授收深色视送随"),
    ('t', "同图统调退"),
    ('w', "外我文"),
    ('x', "信新系"),
    ('y', "与仪应用言语"),
    ('z', "中增整账资"),
];

#[cfg(test)]
mod tests {
    use pinyin::ToPinyinMulti as _;

    use super::*;
    use crate::words::{NavWord, SignInWord, SyncWord};

    /// Every word of the palette in Chinese.
    fn words() -> Vec<&'static str> {
        let deeds = Deed::EVERY.map(|it| it.text(Language::Zh));
        let pages = NavWord::EVERY.map(|it| it.text(Language::Zh));
        let anywhere =
            [SyncWord::SendNow.text(Language::Zh), SignInWord::SignOut.text(Language::Zh)];
        // The kit's words are the browser's alone.
        let switches = ["外观", "浅色", "深色", "跟随系统", "语言", "中文"];
        deeds.into_iter().chain(pages).chain(anywhere).chain(switches).collect()
    }

    #[test]
    fn every_character_has_the_initial_of_one_of_its_readings() {
        for word in words() {
            for (letter, readings) in word.chars().zip(word.to_pinyin_multi()) {
                let found = initials(&letter.to_string());
                let readings = readings.unwrap_or_else(|| panic!("{letter} of {word}"));
                let known = readings.into_iter().any(|it| it.first_letter() == found);
                assert!(known, "{letter} of {word} is read {found:?}");
            }
        }
    }

    #[test]
    fn no_character_stands_in_vain() {
        let words = words().concat();
        for (initial, these) in INITIALS {
            for it in these.chars() {
                assert!(words.contains(it), "{it} of {initial} is in no word");
            }
        }
    }

    #[test]
    fn a_name_answers_to_its_words_and_initials() {
        for (name, typed, answer) in [
            ("保存当前视图", "", true),
            ("保存当前视图", "视图", true),
            ("保存当前视图", "bcdq", true),
            ("保存当前视图", " ST ", true),
            ("保存当前视图", "sb", false),
            ("Save this view", "this v", true),
            ("Save this view", "view this", false),
            ("语言 · English", "yye", true),
            ("语言 · English", "engl", true),
            ("导出", "·", false),
        ] {
            assert_eq!(answers(name, typed), answer, "{name}, {typed}");
        }
    }
}
