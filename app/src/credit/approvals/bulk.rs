//! Several requests decided at once: one command each, and a list of those that were not taken.

use std::collections::BTreeSet;

use app::kit::{Bulkbar, Button, Dialog, Field, Need, TextArea, Tone};
use app::words::{ApprovalWord, DeskSaid, TableWord};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    credit::{CreditRequestLine, Decide, Decision, REASON_MAX, RequestState, own_request},
    id::CreditRequestId,
    sync::Act,
    user::Caller,
};

use crate::{
    desk_table::Picked,
    replica::{NotSubmitted, Replica},
    say::{say, t},
    trouble::NotTaken,
};

/// A request that was not taken, and why.
type Refused = (String, NotSubmitted);

#[component]
pub fn BulkDecide(picked: Picked<CreditRequestLine, CreditRequestId>) -> impl IntoView {
    let count = Signal::derive(move || picked.keys.read().len());
    let text = say(move |language| DeskSaid::PickedRequests { count: count.get() }.text(language));
    let deciding = RwSignal::new(None::<Decision>);
    let (open, refused) = (RwSignal::new(false), RwSignal::new(Vec::<Refused>::new()));
    let begin = move |decision| {
        refused.set(vec![]);
        deciding.set(Some(decision));
        open.set(true);
    };
    view! {
        <Bulkbar picked=count text on_clear=move || picked.keys.set(BTreeSet::new())>
            <Button tone=Tone::Primary on_press=move || begin(Decision::Approve)>
                {t(ApprovalWord::Approve)}
            </Button>
            <Button on_press=move || begin(Decision::Return)>{t(ApprovalWord::Return)}</Button>
        </Bulkbar>
        <Dialog open title=t(TableWord::DecideSeveral)>
            {move || deciding.get().map(|decision| view! { <Form picked decision refused open/> })}
        </Dialog>
    }
}

#[component]
fn Form(
    picked: Picked<CreditRequestLine, CreditRequestId>,
    decision: Decision,
    refused: RwSignal<Vec<Refused>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let replica = Replica::expect();
    let (reason, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let silent = Signal::derive(move || {
        busy.get() || decision == Decision::Return && reason.read().trim().is_empty()
    });
    let most = u32::try_from(REASON_MAX).unwrap_or(u32::MAX);
    let send = move || {
        let caller = Caller::of(&replica.user().get_untracked());
        let keys = picked.keys.get_untracked();
        let rows = picked.rows.get_untracked();
        let lines: Vec<CreditRequestLine> =
            rows.iter().filter(|it| keys.contains(&it.request.id)).cloned().collect();
        let said = reason.get_untracked();
        busy.set(true);
        spawn_local(async move {
            let mut not_taken = vec![];
            for line in lines {
                let name = line.customer_name.clone();
                match decide(replica, &caller, line, decision, &said).await {
                    Ok(request) => _ = picked.keys.try_update(|it| it.remove(&request)),
                    Err(error) => not_taken.push((name, error)),
                }
            }
            let none = not_taken.is_empty();
            _ = refused.try_set(not_taken);
            _ = busy.try_set(false);
            if none {
                _ = open.try_set(false);
            }
        });
    };
    let list = move || {
        let line = |(name, error): Refused| {
            view! { <li><b>{name}</b><NotTaken error/></li> }
        };
        refused.get().into_iter().map(line).collect_view()
    };
    let need = if decision == Decision::Return { Need::Required } else { Need::Depends };
    view! {
        <div class="stack-3">
            <Field
                label=t(ApprovalWord::YourReason)
                need
                hint=t(ApprovalWord::YourReasonHint)
            >
                <TextArea value=reason most/>
            </Field>
            <div role="alert"><ul class="stack">{list}</ul></div>
            <div class="line">
                <Button tone=Tone::Primary busy disabled=silent on_press=send>
                    {match decision {
                        Decision::Approve => t(ApprovalWord::Approve),
                        _ => t(ApprovalWord::Return),
                    }}
                </Button>
            </div>
        </div>
    }
}

/// Sends one decision against what is shown; what the rule refuses already is not sent.
async fn decide(
    replica: Replica,
    caller: &Caller,
    line: CreditRequestLine,
    decision: Decision,
    reason: &str,
) -> Result<CreditRequestId, NotSubmitted> {
    let request = line.request.id;
    own_request(&line.request, caller).map_err(|it| NotSubmitted::Refused(it.into()))?;
    if *line.request.state() != RequestState::Waiting {
        return Ok(request);
    }
    let act = Act::DecideCreditRequest(Decide {
        request,
        revision: line.request.revision(),
        against: line.stands.against,
        decision,
        reason: reason.to_owned(),
    });
    replica.submit(act, Some(line.request.customer)).await.map(|_| request)
}
