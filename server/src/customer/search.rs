//! Names: the keys under which a customer is found and sorted, Chinese ones by pinyin.

use pinyin::{ToPinyin, ToPinyinMulti};
use shared::customer::Named;

/// How many spellings in initials a name gets: a name of polyphones would have hundreds.
const INITIALS_MOST: usize = 8;

/// Characters and words of what is typed that are looked for.
const TYPED_MOST: usize = 80;
const TYPED_WORDS_MOST: usize = 8;

/// A customer's name with its keys.
#[must_use]
pub fn named(code: &str, name: &str) -> Named {
    Named {
        code: code.to_owned(),
        name: name.to_owned(),
        search_key: search_key(code, name),
        sort_key: sort_key(name),
    }
}

/// Name, code and pinyin initials in lower case, between spaces.
fn search_key(code: &str, name: &str) -> String {
    let mut words = vec![];
    let lower = [half_width(name), half_width(code)];
    for word in lower.iter().flat_map(|it| it.split_whitespace()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let initials = initials(name);
    words.extend(initials.iter().map(String::as_str));
    words.join(" ")
}

/// What is typed to find a customer, in the form of the key: signs that nobody can type are
/// dropped, and what no name has is not looked for.
#[must_use]
pub fn typed(search: &str) -> String {
    let typed = search.chars().filter(|c| c.is_whitespace() || !c.is_control());
    let typed: String = typed.take(TYPED_MOST).collect();
    half_width(&typed).split_whitespace().take(TYPED_WORDS_MOST).collect::<Vec<_>>().join(" ")
}

/// Lower case, and Latin letters, digits and signs as a Latin keyboard types them.
fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// The name without what spellings differ in: case, width, white space and signs.
#[must_use]
pub fn normalised(name: &str) -> String {
    half_width(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The initials of a name with Chinese in it: the usual reading first, then one syllable at a time
/// read otherwise (重庆 is cq, and zq where a machine reads it).
fn initials(name: &str) -> Vec<String> {
    let mut chinese = false;
    let mut readings: Vec<Vec<char>> = vec![];
    let letters = half_width(name);
    for (letter, multi) in letters.chars().zip(letters.as_str().to_pinyin_multi()) {
        match letter.to_pinyin() {
            Some(usual) => {
                chinese = true;
                let mut initials: Vec<char> = usual.first_letter().chars().take(1).collect();
                let others = multi.into_iter().flat_map(IntoIterator::into_iter);
                for initial in others.filter_map(|it| it.first_letter().chars().next()) {
                    if !initials.contains(&initial) {
                        initials.push(initial);
                    }
                }
                readings.push(initials);
            }
            None if letter.is_alphanumeric() => readings.push(vec![letter]),
            None => {}
        }
    }
    if !chinese {
        return vec![];
    }
    let usual: Vec<char> = readings.iter().map(|it| it[0]).collect();
    let mut all = vec![usual.iter().collect::<String>()];
    for (at, initials) in readings.iter().enumerate() {
        for other in &initials[1..] {
            let mut spelling = usual.clone();
            spelling[at] = *other;
            all.push(spelling.into_iter().collect());
        }
    }
    all.truncate(INITIALS_MOST);
    all
}

/// Orders names as a Chinese list does: Latin and digits first, then by pinyin and tone.
fn sort_key(name: &str) -> String {
    let mut key = String::new();
    for letter in half_width(name).chars() {
        match letter.to_pinyin() {
            // The character itself keeps those of one sound together.
            Some(pinyin) => {
                // `~` stands behind every Latin letter.
                key.push('~');
                key.push_str(pinyin.with_tone_num_end());
                key.push(letter);
            }
            None => key.push(letter),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_is_found_by_name_code_and_initials() {
        let it = named("C001", "福州永辉超市（仓山店）");
        for typed in ["永辉", "c001", "fzyhcs", "yhcs"] {
            assert!(it.search_key.contains(typed), "{typed} in {}", it.search_key);
        }
        let it = named("X", "重庆百货 ＡＢ");
        for typed in ["cqbh", "zqbhab", "ab"] {
            assert!(it.search_key.contains(typed), "{typed} in {}", it.search_key);
        }
        assert_eq!(named("0200706844", "WINC co").search_key, "winc co 0200706844");
        assert_eq!(typed("  WINC\t Co\u{0} "), "winc co");
        assert_eq!(typed(&"x ".repeat(100)), "x x x x x x x x");
        assert_eq!(typed(&"x".repeat(100)).len(), TYPED_MOST);
    }

    #[test]
    fn names_of_polyphones_stay_short() {
        let key = named("C", &"单行重长乐传".repeat(10)).search_key;
        assert_eq!(key.split_whitespace().count(), 2 + INITIALS_MOST);
    }

    #[test]
    fn latin_comes_before_pinyin_order() {
        let mut names = vec!["张三", "阿里", "zoo", "李四", "7-11", "阿二"];
        names.sort_by_key(|it| named("", it).sort_key);
        assert_eq!(names, ["7-11", "zoo", "阿二", "阿里", "李四", "张三"]);
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        assert_eq!(normalised("永辉 (集团) 公司"), normalised("永辉（集团）公司"));
        assert_eq!(normalised("WAL-MAR "), normalised("wal mar"));
        assert_ne!(normalised("WAL-MAR corp"), normalised("WAL-MAR co"));
    }
}
