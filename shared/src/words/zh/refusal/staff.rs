//! Refusals about users and territories in Chinese: what happened, the rule, and what would do.

use super::day;
use crate::{territory::TerritoryRefusal, user::UserRefusal};

pub fn territory(it: &TerritoryRefusal) -> String {
    match it {
        TerritoryRefusal::CodeEmpty => "片区没有编号。请填编号。".to_owned(),
        TerritoryRefusal::NameEmpty => "片区没有名称。请填名称。".to_owned(),
        TerritoryRefusal::CodeTaken { code, name } => {
            format!("编号{code}已经是片区“{name}”的。请换一个编号。")
        }
        TerritoryRefusal::Unknown { .. } => "找不到这个片区。请先新增片区。".to_owned(),
        TerritoryRefusal::Ended { .. } => "这个片区已停用。请先恢复，或选别的片区。".to_owned(),
        TerritoryRefusal::CustomersStand { customers, .. } => {
            format!("片区里还有{customers}家客户，不能停用。请先把客户调到别的片区。")
        }
    }
}

pub fn user(it: &UserRefusal) -> String {
    match it {
        UserRefusal::LoginMalformed { login } => format!(
            "登录名“{login}”不能用。请用1到64个字母、数字、汉字，或点、横线、下划线、@，不留空格。"
        ),
        UserRefusal::NameEmpty => "用户没有姓名。请填姓名。".to_owned(),
        UserRefusal::NoRole => "用户没有角色。请至少选一个角色。".to_owned(),
        UserRefusal::SystemRole => {
            "“系统”角色只属于服务器自己，不能给人。请选别的角色。".to_owned()
        }
        UserRefusal::UnknownUser { .. } => "找不到这个用户。请先新增用户。".to_owned(),
        UserRefusal::UnknownTerritory { .. } => "找不到这个片区。请先新增片区。".to_owned(),
        UserRefusal::NotWorkedThen { last, .. } => {
            format!("这个用户在{}没有负责这个片区，无从收回。请选负责期间内的日子。", day(*last))
        }
        UserRefusal::LoginTaken { login, name } => {
            format!("登录名“{login}”已经是{name}的。请换一个，或在名单里改这个人。")
        }
        UserRefusal::Ended { .. } => "这个用户已停用。请先恢复用户。".to_owned(),
        UserRefusal::LastAdmin { .. } => {
            "这是最后一个管理员，少了就没有人能管用户。请先让别人做管理员。".to_owned()
        }
        UserRefusal::OwnRole => "不能拿掉自己的管理员角色。请让另一个管理员来改。".to_owned(),
        UserRefusal::Oneself => "不能停用自己。请让另一个管理员来停用。".to_owned(),
        UserRefusal::Backwards { from, until } => {
            format!("最后一天{}早于第一天{}。请选不早于第一天的日子。", day(*until), day(*from))
        }
        UserRefusal::AlreadyWorks { from, until: None, .. } => {
            format!("这个用户从{}起一直负责这个片区，不用再给。", day(*from))
        }
        UserRefusal::AlreadyWorks { from, until: Some(until), .. } => {
            format!("这个用户{}到{}已经负责这个片区。请选没有重叠的日子。", day(*from), day(*until))
        }
    }
}
