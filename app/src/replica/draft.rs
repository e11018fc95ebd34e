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

/// Writes go out one after the other; of several for one form only the last.
#[derive(Debug, Default)]
pub struct Drafts {
    waiting: RefCell<HashMap<String, Option<String>>>,
    writing: Cell<bool>,
}

impl Drafts {
    /// The text kept for a form; what is still being written counts.
    pub async fn read(&self, database: &Database, form: &str) -> Option<String> {
        if let Some(text) = self.waiting.borrow().get(form) {
            return text.clone();
        }
        database.get(layout::DRAFTS, form).await.ok().flatten()
    }

    /// Keeps a text, or drops what was kept. A full storage loses the draft and nothing else: the
    /// form still has it.
    pub fn write(self: &Rc<Self>, database: &Database, form: &str, text: Option<String>) {
        self.waiting.borrow_mut().insert(form.to_owned(), text);
        if self.writing.replace(true) {
            return;
        }
        let (drafts, database) = (self.clone(), database.clone());
        wasm_bindgen_futures::spawn_local(async move {
            while let Some((form, text)) = drafts.next() {
                let write =
                    database.put(layout::DRAFTS, &form, text.as_deref(), Durability::Relaxed);
                let _ = write.await;
                // Newer text for the same form keeps its place.
                let mut waiting = drafts.waiting.borrow_mut();
                if waiting.get(&form) == Some(&text) {
                    waiting.remove(&form);
                }
            }
            drafts.writing.set(false);
        });
    }

    /// The forms of which something is kept; what is still being written counts.
    pub async fn names(&self, database: &Database) -> BTreeSet<String> {
        let kept = database.keys(layout::DRAFTS).await.unwrap_or_default();
        let mut names: BTreeSet<String> = kept.into_iter().collect();
        for (form, text) in self.waiting.borrow().iter() {
            match text {
                Some(_) => drop(names.insert(form.clone())),
                None => drop(names.remove(form)),
            }
        }
        names
    }

    /// The text that waits to be written for a form, which is not written any more.
    pub fn take(&self, form: &str) -> Option<String> {
        self.waiting.borrow_mut().remove(form).flatten()
    }

    /// Nothing that waits is written any more.
    pub fn forget(&self) {
        self.waiting.borrow_mut().clear();
    }

    fn next(&self) -> Option<(String, Option<String>)> {
        let waiting = self.waiting.borrow();
        waiting.iter().next().map(|(form, text)| (form.clone(), text.clone()))
    }
}
