//! Credit in Chinese: on what terms a customer buys, and what becomes of a request.

use crate::{
    credit::{CreditRefusal, CreditStanding, Decision, RequestState},
    words::amount,
};

use super::day;

pub fn credit_standing(it: &CreditStanding) -> String {
    match it {
        CreditStanding::NotGranted => "未授信".to_owned(),
        CreditStanding::CashOnly => "现款现货".to_owned(),
        CreditStanding::Limited { amount: it } => format!("额度{}内赊销", amount(*it)),
        CreditStanding::Unlimited => "不限额".to_owned(),
    }
}

pub fn request_state(it: &RequestState) -> &'static str {
    match it {
        RequestState::Waiting => "待审批",
        RequestState::Returned { .. } => "退回修改",
        RequestState::Approved { .. } => "已批准",
        RequestState::Rejected { .. } => "未批准",
        RequestState::Withdrawn { .. } => "已撤回",
    }
}

pub fn decision(it: Decision) -> &'static str {
    match it {
        Decision::Approve => "批准",
        Decision::Return => "退回修改",
        Decision::Reject => "不批准",
    }
}

fn closed(state: &str) -> &'static str {
    match state {
        "approved" => "批准",
        "rejected" => "否决",
        "withdrawn" => "撤回",
        _ => "了结",
    }
}

pub fn refusal(it: &CreditRefusal) -> String {
    match it {
        CreditRefusal::WalkIn => {
            "散客只做现款现货，不授信。要赊销，请先给这位客户单独建档，再申请额度。".to_owned()
        }
        CreditRefusal::ReasonEmpty => "没有填理由。请写明理由，审批和日后核查都要看。".to_owned(),
        CreditRefusal::ReasonTooLong { length, most } => {
            format!("理由有{length}个字，最多{most}个字。请写短些。")
        }
        CreditRefusal::AmountNotPositive { amount: it } => {
            format!("额度是{}，要大于零。不给赊销请选现款现货。", amount(*it))
        }
        CreditRefusal::NothingAsked { stands } => {
            format!("现在就是{}，没有要改的。请填别的额度。", credit_standing(stands))
        }
        CreditRefusal::OpenAlready { .. } => {
            "你对这家客户已有一份没了结的申请。请改那一份再发，或先撤回。".to_owned()
        }
        CreditRefusal::IdTaken { .. } => {
            "这个编号已用于另一份额度申请，那一份没有变动。请重新申请。".to_owned()
        }
        CreditRefusal::UnknownRequest { .. } => "这里没有这份额度申请。请刷新后再看。".to_owned(),
        CreditRefusal::NotAuthor { .. } => {
            "这份申请是别人提的，只有申请人能改或撤回。请另提一份。".to_owned()
        }
        CreditRefusal::OwnRequest { .. } => {
            "这是你自己提的申请，申请人不能自己审批。请找别的审批人。".to_owned()
        }
        CreditRefusal::Closed { state, on } => {
            format!("这份申请已于{}{}，不能再动。需要的话请另提一份。", day(*on), closed(state))
        }
        CreditRefusal::WithAuthor { on } => {
            format!("这份申请已于{}退回申请人修改。请等重新发来再审批。", day(*on))
        }
        CreditRefusal::Revised { seen, now } => {
            format!("你看的是第{seen}稿，现在已是第{now}稿。请看过新稿再处理。")
        }
        CreditRefusal::LimitMoved { seen, now } => format!(
            "你看到的是{}，现在已是{}（第{}版）。请看过现在的额度再决定。",
            credit_standing(&seen.standing),
            credit_standing(&now.standing),
            now.version
        ),
        CreditRefusal::TooManyRevisions { most } => {
            format!("这份申请已发了{most}次，到头了。请撤回后另提一份。")
        }
        CreditRefusal::EndsBeforeBegins { valid_from, valid_until } => format!(
            "有效期到{}，早于开始的{}。请选{}或以后的日子。",
            day(*valid_until),
            day(*valid_from),
            day(*valid_from)
        ),
        CreditRefusal::EndsInThePast { valid_until, today } => format!(
            "有效期到{}，已经过去了。请选{}或以后的日子，或不填。",
            day(*valid_until),
            day(*today)
        ),
    }
}
