//! Fields of a customer's file and their values: what may stand in each.

use serde::{Deserialize, Serialize};

use super::EditRefusal;
use crate::customer::{GeoPoint, Scale, is_social_credit_code};

/// A field that is changed on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    Role,
    Phone,
    /// Whether the contact may sign statements.
    Signs,
    Note,
    ShortName,
    Address,
    /// Where it is on the map, as [`GeoPoint`](crate::customer::GeoPoint) writes it.
    GeoPoint,
    Tag,
    /// 法定名称, where the books use another.
    LegalName,
    /// 统一社会信用代码.
    SocialCreditCode,
    /// 法定代表人.
    LegalRepresentative,
    /// 实际控制人: who stands behind it.
    ActualController,
    /// One of [`Scale`](crate::customer::Scale), by its name.
    Scale,
    Industry,
    /// 结算方式, as agreed: 月结, 现款, 承兑 …
    SettlementMethod,
    /// 开票资料: title, tax number, address and phone, bank and account.
    InvoicingDetails,
}

impl Field {
    pub const ALL: [Field; 17] = [
        Field::Name,
        Field::Role,
        Field::Phone,
        Field::Signs,
        Field::Note,
        Field::ShortName,
        Field::Address,
        Field::GeoPoint,
        Field::Tag,
        Field::LegalName,
        Field::SocialCreditCode,
        Field::LegalRepresentative,
        Field::ActualController,
        Field::Scale,
        Field::Industry,
        Field::SettlementMethod,
        Field::InvoicingDetails,
    ];

    /// Those of a customer that hold one value each, in the order of the form.
    pub const OF_CUSTOMER: [Field; 11] = [
        Field::ShortName,
        Field::Address,
        Field::GeoPoint,
        Field::LegalName,
        Field::SocialCreditCode,
        Field::LegalRepresentative,
        Field::ActualController,
        Field::Scale,
        Field::Industry,
        Field::SettlementMethod,
        Field::InvoicingDetails,
    ];

    /// Those of a contact, in the order of the form.
    pub const OF_CONTACT: [Field; 5] =
        [Field::Name, Field::Role, Field::Phone, Field::Signs, Field::Note];

    /// Whether what stands here is changed by two people only: who is sued, and where invoices and
    /// money go (`sync.md` §5, class C). Where nothing stands yet, one is enough.
    #[must_use]
    pub fn needs_second_person(self) -> bool {
        matches!(self, Field::LegalName | Field::SocialCreditCode | Field::InvoicingDetails)
    }

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Field::Name => "name",
            Field::Role => "role",
            Field::Phone => "phone",
            Field::Signs => "signs",
            Field::Note => "note",
            Field::ShortName => "short_name",
            Field::Address => "address",
            Field::GeoPoint => "geo_point",
            Field::Tag => "tag",
            Field::LegalName => "legal_name",
            Field::SocialCreditCode => "social_credit_code",
            Field::LegalRepresentative => "legal_representative",
            Field::ActualController => "actual_controller",
            Field::Scale => "scale",
            Field::Industry => "industry",
            Field::SettlementMethod => "settlement_method",
            Field::InvoicingDetails => "invoicing_details",
        }
    }

    #[must_use]
    pub fn of_name(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The longest text, in characters. A customer file may bring 100 for each of its own.
    #[must_use]
    pub fn most(self) -> usize {
        match self {
            Field::Name
            | Field::Role
            | Field::Phone
            | Field::ShortName
            | Field::LegalRepresentative
            | Field::ActualController
            | Field::Industry
            | Field::SettlementMethod => 100,
            Field::Signs => 0,
            Field::Note => 1_000,
            Field::Address | Field::LegalName => 300,
            Field::GeoPoint => 60,
            Field::Tag | Field::Scale => 30,
            Field::SocialCreditCode => 18,
            Field::InvoicingDetails => 500,
        }
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Flag(bool),
    Text(String),
}

impl Value {
    #[must_use]
    pub fn text(text: &str) -> Value {
        Value::Text(text.trim().to_owned())
    }
}

/// The value as it is kept: as typed, without blanks around it.
///
/// # Errors
/// It cannot stand in this field.
pub fn checked(field: Field, value: &Value) -> Result<Value, EditRefusal> {
    let text = match (field, value) {
        (Field::Signs, Value::Flag(_)) => return Ok(value.clone()),
        (Field::Signs, Value::Text(_)) | (_, Value::Flag(_)) => {
            return Err(EditRefusal::NotOfField { field });
        }
        (Field::SocialCreditCode, Value::Text(text)) => &text.trim().to_uppercase(),
        (_, Value::Text(text)) => text.trim(),
    };
    if field == Field::GeoPoint && !text.is_empty() {
        let point = GeoPoint::parse(text).map(|it| Value::Text(it.to_string()));
        return point.ok_or(EditRefusal::GeoPointMalformed { text: short(text, field.most()) });
    }
    match field {
        Field::Name if text.is_empty() => return Err(EditRefusal::NameEmpty),
        Field::Tag if text.is_empty() => return Err(EditRefusal::TagEmpty),
        Field::Scale if !text.is_empty() && Scale::of_name(text).is_none() => {
            return Err(EditRefusal::NotOfField { field });
        }
        Field::SocialCreditCode if !text.is_empty() && !is_social_credit_code(text) => {
            return Err(EditRefusal::SocialCreditCodeMalformed { code: text.to_owned() });
        }
        _ => {}
    }
    let (length, most) = (text.chars().count(), field.most());
    if most < length {
        return Err(EditRefusal::TooLong { field, length, most });
    }
    if field == Field::Phone && !is_phone(text) {
        return Err(EditRefusal::PhoneMalformed { phone: text.to_owned() });
    }
    Ok(Value::text(text))
}

/// No more of what was typed than would have been kept.
fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// Digits with what people put between them, and how they write an extension; empty while it is
/// not known. No country's plan is checked: a number that rings is right.
fn is_phone(text: &str) -> bool {
    let lower = text.to_lowercase();
    let rest = ["ext.", "ext", "分机", "转"].iter().fold(lower, |text, it| text.replace(it, " "));
    let known = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-()（）.,/#*x".contains(c);
    text.is_empty() || (rest.chars().all(known) && rest.chars().any(|c| c.is_ascii_digit()))
}

/// A phone number as it is searched: its digits alone.
pub(crate) fn digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_rings_is_right() {
        for right in
            ["", "138 0591 2201", "+86-138-0591-2201", "0591-8755 转 12", "(0591) 8755 ext.3"]
        {
            assert!(is_phone(right), "{right}");
        }
        for wrong in ["老王", "138abc", "-", "n/a"] {
            assert!(!is_phone(wrong), "{wrong}");
        }
        assert_eq!(digits("+86 138-0591"), "861380591");
    }

    #[test]
    fn a_value_stands_in_its_own_field_only() {
        let flag = Value::Flag(true);
        assert_eq!(checked(Field::Signs, &flag), Ok(flag.clone()));
        let not = |field| Err(EditRefusal::NotOfField { field });
        assert_eq!(checked(Field::Name, &flag), not(Field::Name));
        assert_eq!(checked(Field::Signs, &Value::text("yes")), not(Field::Signs));
        let typed = Value::Text(" 王建国 ".to_owned());
        assert_eq!(checked(Field::Name, &typed), Ok(Value::text("王建国")));
    }
}
