//! The kit's own words: what its parts say by themselves, in both languages.

use crate::language::{Language, use_language};
use leptos::prelude::*;

/// A text of the kit. Adding one asks for it in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Optional,
    Close,
    Clear,
    Undo,
    Loading,
    Sending,
    PickDay,
    PickRow,
    PickAllRows,
    Previous,
    Next,
    Cancel,
    Nothing,
    System,
    Light,
    Dark,
    Language,
    Theme,
}

/// The word in a language.
#[must_use]
pub fn word(language: Language, word: Word) -> &'static str {
    match language {
        Language::Zh => zh(word),
        Language::En => en(word),
    }
}

/// The word in the language spoken now; follows a change.
pub fn say(said: Word) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let language = use_language();
    move || word(language.get(), said)
}

fn zh(word: Word) -> &'static str {
    match word {
        Word::Optional => "（可不填）",
        Word::Close => "关闭",
        Word::Clear => "清空",
        Word::Undo => "撤销",
        Word::Loading => "正在载入",
        Word::Sending => "正在处理",
        Word::PickDay => "选日期",
        Word::PickRow => "选择此行",
        Word::PickAllRows => "选择本页全部",
        Word::Previous => "上一页",
        Word::Next => "下一页",
        Word::Cancel => "取消",
        Word::Nothing => "没有未清",
        Word::System => "跟随系统",
        Word::Light => "浅色",
        Word::Dark => "深色",
        Word::Language => "语言",
        Word::Theme => "外观",
    }
}

fn en(word: Word) -> &'static str {
    match word {
        Word::Optional => " (optional)",
        Word::Close => "Close",
        Word::Clear => "Clear",
        Word::Undo => "Undo",
        Word::Loading => "Loading",
        Word::Sending => "Working",
        Word::PickDay => "Pick a day",
        Word::PickRow => "Select this row",
        Word::PickAllRows => "Select all on this page",
        Word::Previous => "Previous page",
        Word::Next => "Next page",
        Word::Cancel => "Cancel",
        Word::Nothing => "Nothing open",
        Word::System => "System",
        Word::Light => "Light",
        Word::Dark => "Dark",
        Word::Language => "Language",
        Word::Theme => "Theme",
    }
}
