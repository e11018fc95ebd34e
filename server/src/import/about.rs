//! What each profile expects, in plain words for whoever chooses one.

use shared::import::{
    Subject,
    job::{ColumnLine, GivesOpenItems, IsBank, Needed, ProfileLine, Profiles},
};

use super::{
    file::MAX_BYTES,
    profile::{Column, Form, Profile},
};

/// Every profile, with its columns and what it is for.
pub(crate) fn profiles() -> Profiles {
    Profiles { profiles: Profile::all().iter().map(line).collect(), bytes_most: MAX_BYTES }
}

fn line(it: &Profile) -> ProfileLine {
    let (zh, en) = words(it);
    let bank = matches!(it.form, Form::Receipts(_));
    ProfileLine {
        name: it.name.to_owned(),
        subject: it.subject(),
        zh: zh.to_owned(),
        en: en.to_owned(),
        columns: it.columns().into_iter().map(column).collect(),
        bank: if bank { IsBank::Yes } else { IsBank::No },
        open_items: if it.gives_open_amounts() { GivesOpenItems::Yes } else { GivesOpenItems::No },
    }
}

fn column(it: Column) -> ColumnLine {
    ColumnLine {
        headings: it.headings.iter().map(|it| (*it).to_owned()).collect(),
        needed: if it.needed { Needed::Yes } else { Needed::No },
    }
}

/// In Chinese and in English; a profile without words of its own is told by what it holds.
fn words(it: &Profile) -> (&'static str, &'static str) {
    match (it.name, it.subject()) {
        ("customers-zh", _) => (
            "客户名单：每行一家客户或它的一位联系人。片区按编号或名称对上。",
            "A customer list: one customer a row, or one of its contacts. Territories are matched by \
             code or name.",
        ),
        ("highradius", _) => (
            "ERP 导出的未清项：每行一张还没付清的应收单，账套和币种写在行里。",
            "Open items of an ERP: one receivable a row that is not paid yet, with its company and \
             currency.",
        ),
        ("open-items-zh", _) => (
            "未清项：每行一张应收单，原币金额和未核销金额都有；未核销金额变小记为外部核销。",
            "Open items: one receivable a row with its original amount and what is still open; where \
             less is open than before, the rest was settled elsewhere.",
        ),
        ("ibm-ar", _) => (
            "带结清日的应收单：每行一张，美元，结清日有值就按那一天全额收款入账。",
            "Receivables with the day they were settled: US dollars; a settled row also books the \
             receipt of that day.",
        ),
        ("bank-zh", _) => (
            "银行流水：收入记成收款，支出跳过。付款户名能对上客户的，直接记到那家名下。",
            "A bank statement: money in becomes a receipt, money out is skipped. Payers that are known \
             go to their customer.",
        ),
        (_, Subject::Customers) => ("客户名单", "A customer list"),
        (_, Subject::Invoices) => ("应收单", "Receivables"),
        (_, Subject::Receipts) => ("收款", "Receipts"),
    }
}

#[cfg(test)]
mod tests {
    use shared::{import::profile_name, words::Language};

    use super::*;

    #[test]
    fn every_profile_has_a_name_in_both_languages() {
        for it in Profile::all() {
            let names =
                [Language::Zh, Language::En].map(|language| profile_name(it.name, language));
            assert!(names.iter().all(Option::is_some), "{}", it.name);
        }
    }

    #[test]
    fn a_heading_leads_to_its_profile() {
        let known = profiles();
        for it in &known.profiles {
            let needed = it.columns.iter().filter(|it| it.needed == Needed::Yes);
            let heading: Vec<_> = needed.map(|it| it.headings[0].clone()).collect();
            let guessed = known.guess(&heading.join(",")).map(|it| it.name.as_str());
            assert_eq!(guessed, Some(it.name.as_str()));
        }
        let first = known.profiles.iter().find(|it| it.subject == Subject::Invoices);
        assert_eq!(first.map(|it| it.name.as_str()), Some("open-items-zh"), "offered first");
    }
}
