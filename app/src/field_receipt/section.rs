//! The slips of one customer that finance has not booked, each a way to the slip itself.

use std::sync::Arc;

use app::kit::{Meta, Row, RowEnd, RowMain, Rows, Section};
use app::words::SlipWord;
use leptos::prelude::*;
use shared::{field_receipt::FieldReceipt, words};

use crate::{
    customer::{Open, address},
    parts::{mark, money},
    say::{near, say, t},
};

#[component]
pub fn SlipSection(open: Arc<Open>) -> impl IntoView {
    let waiting: Vec<FieldReceipt> =
        open.view.slips.iter().filter(|it| it.is_waiting()).cloned().collect();
    (!waiting.is_empty()).then(|| {
        let rows = waiting.iter().map(|it| row(it, &open)).collect_view();
        view! { <Section title=t(SlipWord::Unbooked)><Rows>{rows}</Rows></Section> }
    })
}

fn row(it: &FieldReceipt, open: &Open) -> impl IntoView + use<> {
    let (method, on) = (it.method, near(it.taken_on));
    let method = say(move |language| words::method(method, language));
    let (amount, truth) = (money(it.amount), mark(open.truth(it.id.0)));
    let number = it.slip.to_string();
    view! {
        <Row href=format!("{}/slips/{}", address(it.customer), it.id)>
            <RowMain>
                <span class="code">{number}</span>
                <Meta>{on}" · "{method}</Meta>
            </RowMain>
            <RowEnd>{amount}{truth}</RowEnd>
        </Row>
    }
}
