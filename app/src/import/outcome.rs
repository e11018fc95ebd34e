//! What came of a check or a booking: the counts, what follows from them, and the rows to look at.

use app::format::money::grouped;
use app::kit::{Fact, Facts, Note, Notice, Section};
use app::words::{CameWord, ImportSaid, ImportWord};
use leptos::prelude::*;
use shared::{
    id::ImportId,
    import::{Ended, Outcome, job::Errand},
};

use super::{
    booking::Booking,
    faults::Faults,
    job::Seen,
    kept::{ElsewhereRows, KeptRows, UnmatchedRows},
    moved::{AbsentRows, MovedRows},
};
use crate::say::{near, say, t};

#[component]
pub fn Came(
    seen: Seen,
    id: ImportId,
    outcome: Outcome,
    errand: Errand,
    faults_kept: u64,
) -> impl IntoView {
    let counts = [
        (CameWord::Rows, outcome.rows),
        (CameWord::Added, outcome.added),
        (CameWord::Updated, outcome.updated),
        (CameWord::Unchanged, outcome.unchanged),
        (CameWord::Skipped, outcome.skipped),
        (CameWord::Faulty, outcome.faulty),
    ];
    let facts = counts.map(|(word, count)| {
        let bad = word == CameWord::Faulty && count != 0;
        view! { <Fact label=t(word)><span class:bad=bad>{grouped(count)}</span></Fact> }
    });
    let (bank, said) = (bank(&outcome), in_a_word(&outcome, errand));
    let Outcome { faulty, unmatched, kept, elsewhere, .. } = outcome;
    let Outcome { moved, moved_rows, absent, written, .. } = outcome;
    let Outcome { faults, unmatched_rows, kept_rows, elsewhere_rows, .. } = outcome;
    view! {
        <Section title=t(ImportWord::Result)>
            <Facts>{facts.collect_view()}</Facts>
            <div class="stack gap-3">{said}{bank}<Booking seen/></div>
        </Section>
        {(faulty != 0).then(|| view! { <Faults id faults count=faulty kept=faults_kept/> })}
        {(moved != 0).then(|| view! { <MovedRows rows=moved_rows count=moved/> })}
        {absent.map(|absent| view! { <AbsentRows absent written/> })}
        {(unmatched != 0).then(|| view! { <UnmatchedRows rows=unmatched_rows count=unmatched/> })}
        {(kept != 0).then(|| view! { <KeptRows rows=kept_rows count=kept/> })}
        {(elsewhere != 0).then(|| view! { <ElsewhereRows rows=elsewhere_rows count=elsewhere/> })}
    }
}

/// What stands in the books now, or would.
fn in_a_word(outcome: &Outcome, errand: Errand) -> impl IntoView + use<> {
    let changed = outcome.added + outcome.updated;
    let stopped = outcome.ended == Ended::Stopped;
    let rows = outcome.rows;
    let (notice, said) = match (errand, stopped) {
        (Errand::Check, false) => (Notice::Info, ImportSaid::WouldBook { changed }),
        (Errand::Book, true) => (Notice::Warn, ImportSaid::BookedSoFar { rows, changed }),
        (Errand::Book, false) if outcome.faulty == 0 => {
            return Some(
                view! { <Note notice=Notice::Ok>{t(CameWord::NothingWrong)}</Note> }.into_any(),
            );
        }
        (Errand::Check, true) | (Errand::Book, false) => return None,
    };
    let said = say(move |language| said.text(language));
    Some(view! { <Note notice>{said}</Note> }.into_any())
}

/// How far the bank data reach with this file.
fn bank(outcome: &Outcome) -> impl IntoView + use<> {
    let (company, to) = (outcome.company.clone()?, outcome.bank_data_to?);
    let day = near(to);
    let said = say(move |language| {
        ImportSaid::Bank { company: company.clone(), to: day.get() }.text(language)
    });
    Some(view! { <p class="meta">{said}</p> })
}
