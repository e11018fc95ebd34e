//! A customer's file in Chinese: its fields and what stands in them.

use crate::{customer::Scale, edit::Field};

pub fn scale(it: Scale) -> &'static str {
    match it {
        Scale::Large => "大型企业",
        Scale::Sme => "中小企业",
        Scale::PublicBody => "机关、事业单位",
        Scale::Individual => "个体工商户",
    }
}

pub fn field(it: Field) -> &'static str {
    match it {
        Field::Name => "姓名",
        Field::Role => "职务",
        Field::Phone => "电话",
        Field::Signs => "可签对账单",
        Field::Note => "备注",
        Field::ShortName => "简称",
        Field::Address => "地址",
        Field::GeoPoint => "位置坐标",
        Field::Tag => "标签",
        Field::LegalName => "法定名称",
        Field::SocialCreditCode => "统一社会信用代码",
        Field::LegalRepresentative => "法定代表人",
        Field::ActualController => "实际控制人",
        Field::Scale => "规模",
        Field::Industry => "行业",
        Field::SettlementMethod => "结算方式",
        Field::InvoicingDetails => "开票资料",
    }
}
