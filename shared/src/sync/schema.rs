//! Schemas: the forms that rows have had, and the way from each back to the one before it.
//!
//! Within a form a field may be added that says nothing where it is missing. Whatever else becomes
//! of a row raises the number: a field that has to be there, another meaning, another kind. Devices
//! that read one of the last two forms are answered in theirs, and one that was brought up to date
//! fetches its scopes anew, because what it was given before lacks what the older form has no room for.

use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};

use super::Change;

/// The form in which this build reads and writes rows.
pub const SCHEMA: u32 = 1;
/// So many forms back are still answered in.
const BACK: u32 = 2;
/// What lists show of a customer is no row, and has a form all the same.
pub const BRIEF: &str = "brief";

/// The way of one kind from a form to the one before.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub from: u32,
    /// The kind of row, or [`BRIEF`].
    pub kind: &'static str,
    pub down: fn(&mut Value),
}

/// The forms that a server can answer in.
#[derive(Debug, Clone, Copy)]
pub struct Forms {
    newest: u32,
    /// From the newest form down.
    steps: &'static [Step],
}

impl Forms {
    /// Those of this build. There has been one form so far.
    pub const NOW: Forms = Forms::new(SCHEMA, &[]);

    #[must_use]
    pub const fn new(newest: u32, steps: &'static [Step]) -> Forms {
        Forms { newest, steps }
    }

    #[must_use]
    pub fn newest(&self) -> u32 {
        self.newest
    }

    /// In which form whoever reads this one is answered: at most the newest there is, for an app may
    /// be newer than its server. None for one that is too old.
    #[must_use]
    pub fn answer_to(&self, reads: u32) -> Option<Form> {
        let version = reads.min(self.newest);
        let oldest = 1_u32.max(self.newest.saturating_sub(BACK));
        (oldest <= version).then_some(Form { version, of: *self })
    }
}

/// A form that somebody is answered in.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    pub version: u32,
    of: Forms,
}

impl Form {
    /// The steps that lead to it from the newest.
    fn steps(self, kind: &str) -> impl Iterator<Item = &'static Step> + use<'_> {
        let steps = self.of.steps.iter();
        steps.filter(move |it| self.version < it.from && it.kind == kind)
    }

    /// The body of a row in this form; none where it is the same.
    ///
    /// # Errors
    /// The body is no JSON.
    pub fn body(self, kind: &str, body: &str) -> serde_json::Result<Option<String>> {
        let mut steps = self.steps(kind).peekable();
        if steps.peek().is_none() {
            return Ok(None);
        }
        let mut value: Value = serde_json::from_str(body)?;
        steps.for_each(|it| (it.down)(&mut value));
        Ok(Some(value.to_string()))
    }

    /// A change in this form.
    ///
    /// # Errors
    /// Its body is no JSON.
    pub fn change(self, mut change: Change) -> serde_json::Result<Change> {
        let Some(body) = change.body.as_deref().filter(|_| !self.is_newest()) else {
            return Ok(change);
        };
        if change.kind == "enter" {
            let mut rows: Value = serde_json::from_str(body.get())?;
            self.rows(&mut rows);
            change.body = Some(to_raw_value(&rows)?);
        } else if let Some(body) = self.body(&change.kind, body.get())? {
            change.body = Some(RawValue::from_string(body)?);
        }
        Ok(change)
    }

    /// The text of a chunk in this form.
    ///
    /// # Errors
    /// It is no JSON.
    pub fn chunk(self, text: String) -> serde_json::Result<String> {
        if self.is_newest() {
            return Ok(text);
        }
        let mut chunk: Value = serde_json::from_str(&text)?;
        let is_list = chunk["chunk"] == "briefs";
        match &mut chunk["of"] {
            Value::Array(briefs) if is_list => {
                for step in self.steps(BRIEF) {
                    briefs.iter_mut().for_each(step.down);
                }
            }
            rows => self.rows(rows),
        }
        // What a chunk is has to be said before what is in it.
        Ok(format!(r#"{{"chunk":{},"of":{}}}"#, chunk["chunk"], chunk["of"]))
    }

    /// Rows as an `enter` or a chunk lists them.
    fn rows(self, rows: &mut Value) {
        let Value::Array(rows) = rows else { return };
        for row in rows {
            let kind = row["kind"].as_str().unwrap_or_default().to_owned();
            for step in self.steps(&kind) {
                (step.down)(&mut row["body"]);
            }
        }
    }

    fn is_newest(self) -> bool {
        self.of.newest <= self.version
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    /// A visit got its weather in the third form; in the second its note was called a remark.
    const FORMS: Forms = Forms::new(
        4,
        &[
            Step { from: 3, kind: "visit", down: no_weather },
            Step { from: 3, kind: BRIEF, down: no_weather },
            Step { from: 2, kind: "visit", down: remark },
        ],
    );

    fn no_weather(body: &mut Value) {
        body.as_object_mut().map(|it| it.remove("weather"));
    }

    fn remark(body: &mut Value) {
        let fields = body.as_object_mut().unwrap();
        let note = fields.remove("note").unwrap();
        fields.insert("remark".to_owned(), note);
    }

    const BODY: &str = r#"{"note":"x","weather":"rain"}"#;

    fn change(kind: &str, body: &str) -> Change {
        let body = Some(RawValue::from_string(body.to_owned()).unwrap());
        Change { seq: 1, kind: kind.to_owned(), id: Uuid::nil(), version: 1, op_id: None, body }
    }

    fn form(version: u32) -> Form {
        Form { version, of: FORMS }
    }

    #[test]
    fn who_reads_one_of_the_last_two_forms_is_answered_in_it() {
        let answers =
            [(0, None), (1, None), (2, Some(2)), (3, Some(3)), (4, Some(4)), (9, Some(4))];
        for (reads, version) in answers {
            assert_eq!(FORMS.answer_to(reads).map(|it| it.version), version, "{reads}");
        }
        assert_eq!(Forms::NOW.answer_to(SCHEMA).map(|it| it.version), Some(SCHEMA));
        assert!(Forms::NOW.answer_to(0).is_none());
    }

    #[test]
    fn each_step_is_taken_on_the_way_down_and_none_too_many() {
        let table = [
            (4, None),
            (3, None),
            (2, Some(json!({"note": "x"}))),
            (1, Some(json!({"remark": "x"}))),
        ];
        for (version, body) in table {
            let down = form(version).body("visit", BODY).unwrap();
            assert_eq!(
                down.map(|it| serde_json::from_str::<Value>(&it).unwrap()),
                body,
                "{version}"
            );
        }
        assert_eq!(form(1).body("promise", BODY).unwrap(), None);
    }

    #[test]
    fn the_rows_of_a_customer_that_enters_go_down_too() {
        let rows = format!(r#"[{{"version":1,"kind":"visit","body":{BODY}}}]"#);
        let entered = form(2).change(change("enter", &rows)).unwrap().body.unwrap();
        let read: Value = serde_json::from_str(entered.get()).unwrap();
        assert_eq!(read, json!([{"version": 1, "kind": "visit", "body": {"note": "x"}}]));
        let same = form(4).change(change("enter", &rows)).unwrap().body.unwrap();
        assert_eq!(same.get(), rows);
        let one = form(2).change(change("visit", BODY)).unwrap().body.unwrap();
        assert_eq!(one.get(), r#"{"note":"x"}"#);
        let left = Change { body: None, ..change("leave", "null") };
        assert!(form(2).change(left).unwrap().body.is_none());
    }

    #[test]
    fn chunks_go_down_and_say_first_what_they_are() {
        let rows =
            format!(r#"{{"chunk":"rows","of":[{{"version":1,"kind":"visit","body":{BODY}}}]}}"#);
        let down = form(2).chunk(rows.clone()).unwrap();
        assert!(down.starts_with(r#"{"chunk":"rows","of":[{"#), "{down}");
        assert!(down.contains(r#""note":"x""#) && !down.contains("weather"));
        assert_eq!(form(4).chunk(rows.clone()).unwrap(), rows);
        let list = format!(r#"{{"chunk":"briefs","of":[{BODY}]}}"#);
        assert_eq!(form(2).chunk(list).unwrap(), r#"{"chunk":"briefs","of":[{"note":"x"}]}"#);
    }
}
