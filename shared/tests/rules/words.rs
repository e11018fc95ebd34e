//! The words of the domain, spoken over every pinned form: whole sentences, in the terms of the trade.

use std::{fs, path::PathBuf};

use serde::de::DeserializeOwned;
use shared::{
    ageing::{BaseDay, Edges, EdgesError},
    credit::{CreditStanding, Decision, RequestState},
    effects::{Warning, Why},
    money::{Currency, MoneyError},
    promise::Standing,
    receipt::PaymentMethod,
    refusal::Refusal,
    row::RowKind,
    sync::{Act, Mark, Verdict},
    user::Role,
    visit::VisitOutcome,
    words::{self, Language},
};

use crate::stage::{day, money};

/// Every form that is pinned in a folder of the golden corpus, with its name.
fn pinned<T: DeserializeOwned>(folder: &str) -> Vec<(String, T)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/wire").join(folder);
    let files =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = files.map(|file| {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    });
    let mut all: Vec<_> = read.collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(!all.is_empty());
    all
}

/// Rejected words, and those that mean something else in this trade.
const NEVER: [&str; 14] = [
    "违约",
    "敞口",
    "租约",
    "预付款",
    "超期",
    "过期",
    "发件箱",
    "收据",
    "催收",
    "订金",
    "控制员",
    "销售代表",
    "发票",
    "挂账",
];

#[track_caller]
fn check_word(name: &str, zh: &str, en: &str) {
    assert!(!zh.trim().is_empty() && !en.trim().is_empty(), "{name}: {zh:?} {en:?}");
    for never in NEVER {
        assert!(!zh.contains(never), "{name}: {never} in {zh}");
    }
    let chinese = |text: &str| text.chars().any(|it| ('\u{4e00}'..='\u{9fff}').contains(&it));
    assert!(chinese(zh), "{name}: {zh}");
    let names = ["杭州晨光文具店", "林 小满", "林小满", "城东", "王秀英", "福州宏盛食品", "散客"];
    let values_removed = names.iter().fold(en.to_owned(), |text, name| text.replace(name, ""));
    assert!(!chinese(&values_removed), "{name}: {en}");
    assert!(!en.contains("  "), "{name}: {en}");
}

#[track_caller]
fn check_sentence(name: &str, zh: &str, en: &str) {
    check_word(name, zh, en);
    assert!(zh.ends_with('。'), "{name}: {zh}");
    assert!(en.ends_with('.'), "{name}: {en}");
    assert!(!zh.contains("。。") && !en.contains(".."), "{name}: {zh} {en}");
    assert!(en.starts_with(|it: char| !it.is_lowercase()), "{name}: {en}");
}

/// One sentence of both languages.
macro_rules! both {
    ($say:path, $it:expr) => {
        ($say($it, Language::Zh), $say($it, Language::En))
    };
}

#[test]
fn everything_that_is_refused_warned_of_or_answered_is_a_sentence() {
    for (name, it) in pinned::<Refusal>("refusal") {
        let (zh, en) = both!(words::refusal, &it);
        check_sentence(&name, &zh, &en);
    }
    for (name, it) in pinned::<Verdict>("verdict") {
        let (zh, en) = both!(words::verdict_reason, &it);
        check_sentence(&name, &zh, &en);
        let (zh, en) = both!(words::verdict, &it);
        check_word(&name, zh, en);
        if let Verdict::Quarantined { fault } = &it {
            let (zh, en) = both!(words::fault, fault);
            check_sentence(&name, &zh, &en);
        }
    }
    for (name, it) in pinned::<Warning>("warning") {
        let (zh, en) = both!(words::warning, &it);
        check_sentence(&name, &zh, &en);
    }
    for (name, it) in pinned::<Why>("why") {
        let (zh, en) = both!(words::why, &it);
        check_sentence(&name, &zh, &en);
    }
    for (name, it) in pinned::<Standing>("standing") {
        let (zh, en) = both!(words::standing_reason, &it);
        check_sentence(&name, &zh, &en);
        let (zh, en) = both!(words::standing, &it);
        check_word(&name, zh, en);
    }
    for (name, it) in pinned::<RequestState>("request_state") {
        let (zh, en) = both!(words::request_state, &it);
        check_word(&name, zh, en);
    }
    for (name, it) in pinned::<CreditStanding>("credit_standing") {
        let (zh, en) = both!(words::credit_standing, &it);
        check_word(&name, &zh, &en);
    }
    for it in [Decision::Approve, Decision::Return, Decision::Reject] {
        let (zh, en) = both!(words::decision, it);
        check_word("decision", zh, en);
    }
    for (name, it) in pinned::<Act>("act") {
        let (zh, en) = both!(words::act, &it);
        check_word(&name, zh, en);
    }
}

#[test]
fn every_state_and_kind_has_its_word() {
    for it in RowKind::ALL {
        let (zh, en) = both!(words::row_kind, it);
        check_word(it.name(), zh, en);
    }
    for it in Role::OF_PEOPLE {
        let (zh, en) = both!(words::role, it);
        check_word("role", zh, en);
    }
    for it in VisitOutcome::ALL {
        let (zh, en) = both!(words::outcome, it);
        check_word("outcome", zh, en);
    }
    for it in PaymentMethod::ALL {
        let (zh, en) = both!(words::method, it);
        check_word("method", zh, en);
    }
    for it in [BaseDay::Due, BaseDay::Invoice] {
        let (zh, en) = both!(words::base_day, it);
        check_word("base day", zh, en);
    }
}

#[test]
fn faults_of_a_field_are_sentences_that_show_what_would_do() {
    let cny = Currency::CNY;
    let faults = [
        MoneyError::Currency("cny".to_owned()),
        MoneyError::Amount(String::new()),
        MoneyError::Amount("12x".to_owned()),
        MoneyError::TooFine { amount: "1.005".to_owned(), currency: cny },
        MoneyError::Overflow,
        MoneyError::Mixed { left: cny, right: Currency::USD },
    ];
    for it in &faults {
        let (zh, en) = both!(words::money_error, it);
        check_sentence("money", &zh, &en);
    }
    let faults = [
        EdgesError::Empty,
        EdgesError::NotDays("x".to_owned()),
        EdgesError::TooSmall { edge: 0 },
        EdgesError::NotRising { before: 60, edge: 30 },
        EdgesError::TooFar { edge: 80_000, most: 73_000 },
        EdgesError::TooMany { count: 25, most: 24 },
    ];
    for it in &faults {
        let (zh, en) = both!(words::edges_error, it);
        check_sentence("edges", &zh, &en);
    }
}

#[track_caller]
fn check_said(said: &(String, String), zh: &str, en: &str) {
    assert_eq!((said.0.as_str(), said.1.as_str()), (zh, en));
}

#[test]
fn a_refusal_names_the_value_the_rule_and_what_would_do() {
    let refusal = |name: &str| {
        let all = pinned::<Refusal>("refusal");
        let it = all.iter().find(|it| it.0 == name).unwrap_or_else(|| panic!("{name}"));
        both!(words::refusal, &it.1)
    };
    check_said(
        &refusal("promise.due_too_far"),
        "付款日2029年11月17日太远，按信用政策最晚2027年11月19日。请选更近的日子。",
        "The promise is due on 17 Nov 2029; by policy, 19 Nov 2027 is the latest. Choose an earlier \
         day.",
    );
    check_said(
        &refusal("receipt.more_than_open"),
        "要核销¥0.06，应收单0001930571只剩¥0.05未核销。最多核销¥0.05。",
        "¥0.06 is meant for receivable 0001930571, of which only ¥0.05 is open. Allocate at most \
         ¥0.05.",
    );
    check_said(
        &refusal("invoice.different_content"),
        "应收单0001930571已入账，内容不同：金额账上¥1.00、文件¥1.01。入账的单据不能改，请核对文件，或换号码。",
        "Receivable 0001930571 is in the books with other content: amount ¥1.00 here, ¥1.01 given. \
         A booked document does not change: check the file, or use another number.",
    );
    check_said(
        &refusal("not_permitted"),
        "这一步要由管理员来做，你没有这个角色。请找管理员办理。",
        "This needs the role administrator, which you do not have. Ask one who has.",
    );
}

#[test]
fn a_standing_says_its_figures() {
    let awaiting = Standing::AwaitingData {
        received: money("30000"),
        last_day: day("11-23"),
        reaches: Some(day("11-20")),
    };
    check_said(
        &both!(words::standing_reason, &awaiting),
        "银行数据只到2026年11月20日，要到2026年11月23日才能核实，已到账¥30,000.00。",
        "The bank data reach 20 Nov 2026 only; it is judged once they reach 23 Nov 2026. So far \
         ¥30,000.00 has come.",
    );
    let unknown =
        Standing::AwaitingData { received: money("0"), last_day: day("11-23"), reaches: None };
    check_said(
        &both!(words::standing_reason, &unknown),
        "还没有银行数据，要到2026年11月23日才能核实，已到账¥0.00。",
        "There are no bank data yet; it is judged once they reach 23 Nov 2026. So far ¥0.00 has \
         come.",
    );
    let kept = Standing::Kept { on: day("11-23"), days_late: 3 };
    check_said(
        &both!(words::standing_reason, &kept),
        "2026年11月23日到账，晚3天。",
        "Paid on 23 Nov 2026, 3 days late.",
    );
}

#[test]
fn marks_are_five_and_follow_the_verdict() {
    let said = Mark::ALL.map(|it| both!(words::mark, it));
    assert_eq!(said.map(|it| it.0), ["已确认", "仅在本机", "待审批", "已退回", "需核对"]);
    assert_eq!(
        said.map(|it| it.1),
        ["confirmed", "only here", "awaiting approval", "refused", "conflicting"]
    );
    assert_eq!(Mark::of_command(None), Mark::OnlyHere);
    for (name, verdict) in pinned::<Verdict>("verdict") {
        let expected = match name.split('.').next().unwrap() {
            "applied" => Mark::Confirmed,
            "needs_review" => Mark::AwaitingApproval,
            "rejected" | "blocked_by" => Mark::Refused,
            "merged" | "quarantined" => Mark::Conflicting,
            other => panic!("{other} has no mark"),
        };
        assert_eq!(Mark::of_command(Some(&verdict)), expected, "{name}");
    }
}

#[test]
fn amounts_stand_grouped_behind_their_sign() {
    for (amount, said) in [
        ("1234567.8", "¥1,234,567.80"),
        ("-1234.5", "−¥1,234.50"),
        ("0", "¥0.00"),
        ("8000USD", "US$8,000.00"),
        ("8000CAD", "CA$8,000.00"),
        ("1200JPY", "JP¥1,200"),
        ("5KWD", "KWD\u{a0}5.000"),
    ] {
        assert_eq!(words::amount(money(amount)), said);
    }
}

#[test]
fn buckets_are_labelled_for_people() {
    let said = |by, language| -> Vec<String> {
        let buckets = Edges::parse("1,30,60").unwrap().buckets();
        buckets.iter().map(|bucket| words::bucket(bucket, by, language)).collect()
    };
    assert_eq!(
        said(BaseDay::Due, Language::Zh),
        ["未到期", "1天", "2–30天", "31–60天", "61天以上"]
    );
    assert_eq!(
        said(BaseDay::Invoice, Language::En),
        ["0 days", "1 day", "2–30 days", "31–60 days", "61+ days"]
    );
}

#[test]
fn a_language_is_known_by_its_tag() {
    for (tag, expected) in [
        ("zh-CN", Some(Language::Zh)),
        ("zh", Some(Language::Zh)),
        ("zh-Hant-HK", Some(Language::Zh)),
        ("en", Some(Language::En)),
        ("EN_us", Some(Language::En)),
        ("fr", None),
        ("", None),
    ] {
        assert_eq!(tag.parse::<Language>().ok(), expected, "{tag:?}");
    }
    for language in Language::ALL {
        assert_eq!(language.tag().parse(), Ok(language));
        assert_eq!(serde_json::to_value(language).unwrap(), language.tag());
    }
    assert_eq!(Language::default(), Language::Zh);
}
