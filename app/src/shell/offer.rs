//! What is offered on the page that is open: a part that shows a button offers it to the palette as well,
//! for as long as it is on the screen.

use app::{kit::Glyph, view::palette::Deed};
use leptos::prelude::*;

/// Something to do here, and how.
#[derive(Clone, Copy)]
pub struct Offer {
    /// Apart from any other, also of the same deed.
    pub number: u64,
    pub deed: Deed,
    pub glyph: Glyph,
    run: Callback<()>,
}

/// All that is offered now.
#[derive(Clone, Copy)]
pub struct Offers {
    all: RwSignal<Vec<Offer>>,
    next: StoredValue<u64>,
}

impl Offers {
    pub fn provide() {
        provide_context(Offers { all: RwSignal::new(vec![]), next: StoredValue::new(0) });
    }

    pub fn get(self) -> Vec<Offer> {
        self.all.get()
    }

    /// Does it, unless it is gone by now.
    pub fn run(self, number: u64) {
        let here = self.all.read_untracked().iter().find(|it| it.number == number).copied();
        if let Some(it) = here {
            it.run.run(());
        }
    }
}

/// Offers a deed until the part that asks is gone. The phone has no palette, and lists nothing.
pub fn offer(deed: Deed, glyph: Glyph, run: impl Fn() + Send + Sync + 'static) {
    let Some(Offers { all, next }) = use_context::<Offers>() else { return };
    let number = next.get_value();
    next.set_value(number + 1);
    let run = Callback::new(move |()| run());
    all.update(|it| it.push(Offer { number, deed, glyph, run }));
    // The desk may be gone as a whole.
    on_cleanup(move || _ = all.try_update(|it| it.retain(|it| it.number != number)));
}
