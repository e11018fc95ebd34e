//! Lines as a file for a spreadsheet: UTF-8 with its mark, and no cell that could be a formula.

use shared::{
    money::Money,
    reconciliation::Line,
    words::{self, Language},
};

const HEADINGS: [(&str, &str); 9] = [
    ("类别", "finding"),
    ("客户编号", "customer code"),
    ("客户", "customer"),
    ("账套", "company"),
    ("日期", "day"),
    ("天数", "days"),
    ("币种", "currency"),
    ("金额", "amount"),
    ("单据", "documents"),
];

/// What a spreadsheet reads as the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

pub(super) fn text<'a>(lines: impl Iterator<Item = &'a Line>, language: Language) -> String {
    let heading = |(zh, en): (&str, &str)| match language {
        Language::Zh => zh.to_owned(),
        Language::En => en.to_owned(),
    };
    let mut text = String::from('\u{FEFF}');
    row(&mut text, &HEADINGS.map(heading));
    for line in lines {
        let it = &line.found;
        row(
            &mut text,
            &[
                words::finding(it.finding, language).to_owned(),
                line.customer_code.clone(),
                line.customer_name.clone(),
                line.company_name.clone(),
                it.on.to_string(),
                it.age.to_string(),
                it.amount.currency().code().to_owned(),
                it.in_question().unwrap_or(Money::nil(it.amount.currency())).plain(),
                documents(line),
            ],
        );
    }
    text
}

/// The numbers of all that stands in the line.
fn documents(line: &Line) -> String {
    let it = &line.found;
    let movements = it.movements.iter().map(|it| it.number.clone());
    let slips = it.slips.iter().map(|it| it.slip.to_string());
    let receipts = it.receipts.iter().map(|it| {
        let receipt = &it.receipt;
        format!("{} {}", receipt.number, receipt.payer).trim().to_owned()
    });
    movements.chain(slips).chain(receipts).collect::<Vec<_>>().join("; ")
}

fn row(text: &mut String, cells: &[String; HEADINGS.len()]) {
    let cells: Vec<String> = cells.iter().map(|it| cell(it)).collect();
    text.push_str(&cells.join(","));
    text.push_str("\r\n");
}

fn cell(said: &str) -> String {
    let guard = if said.starts_with(FORMULA) { "'" } else { "" };
    format!("\"{guard}{}\"", said.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (said, expected) in [
            ("永辉", "\"永辉\""),
            ("=HYPERLINK(1)", "\"'=HYPERLINK(1)\""),
            ("-1", "\"'-1\""),
            ("@x", "\"'@x\""),
            ("a \"b\", c", "\"a \"\"b\"\", c\""),
        ] {
            assert_eq!(cell(said), expected);
        }
    }
}
