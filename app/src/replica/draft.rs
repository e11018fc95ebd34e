//! Drafts: what is being typed, kept on every change, so that a killed tab loses nothing.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

use super::{
    database::{Database, Durability},
    layout,
};

/// Hears whether a text is kept; of one that a newer text overtakes, nothing.
pub type Told = Rc<dyn Fn(bool)>;

/// What is to be written of a form; none where what was kept goes.
struct Waiting {
    text: Option<String>,
    told: Option<Told>,
}

/// Writes go out one after the other; of several for one form only the last.
#[derive(Default)]
pub struct Drafts {
    waiting: RefCell<HashMap<String, Waiting>>,
    writing: Cell<bool>,
}

impl Drafts {
    /// The text kept for a form; what is still being written counts.
    pub async fn read(&self, database: &Database, form: &str) -> Option<String> {
        if let Some(it) = self.waiting.borrow().get(form) {
            return it.text.clone();
        }
        database.get(layout::DRAFTS, form).await.ok().flatten()
    }

    /// Keeps a text, or drops what was kept. A full storage loses the draft and nothing else: the
    /// form still has it, and whoever wants to be told is.
    pub fn write(
        self: &Rc<Self>,
        database: &Database,
        form: &str,
        text: Option<String>,
        told: Option<Told>,
    ) {
        self.waiting.borrow_mut().insert(form.to_owned(), Waiting { text, told });
        if self.writing.replace(true) {
            return;
        }
        let (drafts, database) = (self.clone(), database.clone());
        wasm_bindgen_futures::spawn_local(async move {
            while let Some((form, text)) = drafts.next() {
                let write =
                    database.put(layout::DRAFTS, &form, text.as_deref(), Durability::Relaxed);
                let kept = write.await.is_ok();
                if let Some(told) = drafts.written(&form, text.as_ref()) {
                    told(kept);
                }
            }
            drafts.writing.set(false);
        });
    }

    /// The forms of which something is kept; what is still being written counts.
    pub async fn names(&self, database: &Database) -> BTreeSet<String> {
        let kept = database.keys(layout::DRAFTS).await.unwrap_or_default();
        let mut names: BTreeSet<String> = kept.into_iter().collect();
        for (form, it) in self.waiting.borrow().iter() {
            match it.text {
                Some(_) => drop(names.insert(form.clone())),
                None => drop(names.remove(form)),
            }
        }
        names
    }

    /// The text that waits to be written for a form, which is not written any more.
    pub fn take(&self, form: &str) -> Option<String> {
        self.waiting.borrow_mut().remove(form)?.text
    }

    /// Nothing that waits is written any more.
    pub fn forget(&self) {
        self.waiting.borrow_mut().clear();
    }

    fn next(&self) -> Option<(String, Option<String>)> {
        let waiting = self.waiting.borrow();
        waiting.iter().next().map(|(form, it)| (form.clone(), it.text.clone()))
    }

    /// This text has been written, or could not be: who wants to know. Newer text for the same form
    /// keeps its place.
    fn written(&self, form: &str, text: Option<&String>) -> Option<Told> {
        let mut waiting = self.waiting.borrow_mut();
        waiting.get(form).filter(|it| it.text.as_ref() == text)?;
        waiting.remove(form)?.told
    }
}
