//! The size of a customer, as the law on paying small firms in time counts it.

use serde::{Deserialize, Serialize};

/// Scale class 规模. Whoever is small is protected in paying and in being paid (保障中小企业款项支付
/// 条例): the class is asked of the customer, not computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    Large,
    /// 中小企业.
    Sme,
    /// 机关、事业单位.
    PublicBody,
    /// 个体工商户.
    Individual,
}

impl Scale {
    pub const ALL: [Scale; 4] = [Scale::Large, Scale::Sme, Scale::PublicBody, Scale::Individual];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scale::Large => "large",
            Scale::Sme => "sme",
            Scale::PublicBody => "public_body",
            Scale::Individual => "individual",
        }
    }

    #[must_use]
    pub fn of_name(name: &str) -> Option<Scale> {
        Scale::ALL.into_iter().find(|it| it.name() == name)
    }
}
