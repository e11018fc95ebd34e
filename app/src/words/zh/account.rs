//! Bank accounts and payers in Chinese.

use crate::words::AccountWord;

pub fn account(it: AccountWord) -> &'static str {
    match it {
        AccountWord::Heading => "银行账户和代付方",
        AccountWord::Hint => {
            "只有内勤以上的岗位看得到，业务员的手机上没有。新增和移除都要第二人确认。"
        }
        AccountWord::Empty => "还没有登记账户。登记后，银行流水里的付款户名就能认到这家客户。",
        AccountWord::NoNumber => "只登记了户名",
        AccountWord::Add => "登记账户",
        AccountWord::Whose => "谁的账户",
        AccountWord::Holder => "户名",
        AccountWord::HolderHint => "和银行流水上的付款户名一致",
        AccountWord::Number => "账号",
        AccountWord::NumberOptional => "只知道户名时可以不填",
        AccountWord::Bank => "开户行",
        AccountWord::Note => "说明",
        AccountWord::NotePlaceholder => "为什么由他付，如老板娘、集团结算中心",
        AccountWord::FillHolder => "先填户名",
        AccountWord::FillNumber => "先填账号",
        AccountWord::FillBank => "先填开户行",
        AccountWord::Propose => "提交，待第二人确认",
        AccountWord::ConfirmAdd => "确认登记",
        AccountWord::RefuseAdd => "不登记",
        AccountWord::ConfirmRemoval => "确认移除",
        AccountWord::Keep => "保留",
        AccountWord::TakeBack => "撤回",
        AccountWord::Remove => "提出移除",
        AccountWord::Sending => "发送中",
        AccountWord::Sent => "已记下，服务器收到后算数",
        AccountWord::History => "经过",
        AccountWord::Gone => "不再使用的账户",
    }
}

pub fn also_at(codes: &[String]) -> String {
    format!("同一账号也登记在客户{}名下，确认前请核实。", codes.join("、"))
}
