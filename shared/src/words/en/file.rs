//! A customer's file in English: its fields and what stands in them.

use crate::{customer::Scale, edit::Field};

pub fn scale(it: Scale) -> &'static str {
    match it {
        Scale::Large => "large company",
        Scale::Sme => "small or medium company",
        Scale::PublicBody => "public body",
        Scale::Individual => "individual trader",
    }
}

pub fn field(it: Field) -> &'static str {
    match it {
        Field::Name => "name",
        Field::Role => "role",
        Field::Phone => "phone",
        Field::Signs => "may sign statements",
        Field::Note => "note",
        Field::ShortName => "short name",
        Field::Address => "address",
        Field::GeoPoint => "geo point",
        Field::Tag => "tag",
        Field::LegalName => "legal name",
        Field::SocialCreditCode => "social credit code",
        Field::LegalRepresentative => "legal representative",
        Field::ActualController => "actual controller",
        Field::Scale => "scale",
        Field::Industry => "industry",
        Field::SettlementMethod => "settlement method",
        Field::InvoicingDetails => "invoicing details",
    }
}
