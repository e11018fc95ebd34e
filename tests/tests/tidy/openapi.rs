//! The document of the interface, `docs/openapi.json`: it names every route of the server and no other, with what each takes and
//! answers as the sources say it.
//!
//! `CHITBOOK_PIN=1 cargo test --test tidy openapi` writes into `docs/openapi.json` what the sources
//! say; words and failures there are written by people and stay.

mod named;
mod routes;
mod schema;

use std::{collections::BTreeSet, fs, path::PathBuf, sync::OnceLock};

use serde_json::{Map, Value, json};

use self::{named::Named, routes::facts, schema::Schemas};
use super::{
    none,
    source::{root, sources},
};

/// What goes over the wire and is not named by any route: inside of bodies, in events, in samples.
const INSIDE: [&str; 10] = [
    "sync::Command",
    "sync::Chunk",
    "sync::Head",
    "sync::Versioned",
    "sync::PullReply",
    "sync::Manifest",
    "effects::Warning",
    "inbox::InboxItem",
    "promise::Standing",
    "row::Row",
];

/// Answers that are written by hand in the server, because a header goes with them.
const SESSIONS: [(&str, &str); 2] = [("/api/session", "get"), ("/api/session", "post")];

fn file() -> PathBuf {
    root().join("docs/openapi.json")
}

/// What the sources say of every route, and every schema.
struct Said {
    routes: Vec<(String, String, Value)>,
    schemas: Map<String, Value>,
}

fn said() -> &'static Said {
    static SAID: OnceLock<Said> = OnceLock::new();
    SAID.get_or_init(|| {
        let named = Named::read();
        let mut schemas = Schemas::new(&named);
        let mut all = vec![];
        for ((path, method), handler) in routes::routes(&named) {
            let mut facts = facts(&mut schemas, &path, &handler);
            if SESSIONS.contains(&(&*path, &*method)) {
                facts["answer"] = schemas.of_path("shared", "sync::Session");
            }
            all.push((path, method, facts));
        }
        for name in INSIDE {
            schemas.of_path("shared", name);
        }
        schemas.of_path("server", "error::Told");
        let mut schemas: Map<String, Value> = schemas.all.into_iter().collect();
        schemas["error.Told"]["properties"]["error"] = json!({"type": "string", "enum": words()});
        Said { routes: all, schemas }
    })
}

/// The words by which the server tells failures apart, as its sources list them.
fn words() -> BTreeSet<&'static str> {
    let error = sources().iter().find(|it| it.path == "server/src/error.rs").expect("error.rs");
    let (_, after) = error.text.split_once("fn word(").expect("the words");
    let (inside, _) = after.split_once("\n    }\n").expect("an end");
    inside.split('"').skip(1).step_by(2).collect()
}

fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(read)
}

fn read() -> Value {
    let text = fs::read_to_string(file()).expect("docs/openapi.json");
    let mut document: Value = serde_json::from_str(&text).expect("docs/openapi.json is JSON");
    if std::env::var_os("CHITBOOK_PIN").is_some() {
        pin(&mut document);
        let text = serde_json::to_string_pretty(&document).expect("JSON") + "\n";
        fs::write(file(), text).expect("docs/openapi.json can be written");
    }
    document
}

/// Brings what the sources say into the document and leaves the rest as it is.
fn pin(document: &mut Value) {
    document["components"]["schemas"] = Value::Object(said().schemas.clone());
    for (path, method, facts) in &said().routes {
        let operation = &mut document["paths"][path][method];
        for part in ["parameters", "requestBody", "security"] {
            match facts.get(part) {
                Some(fact) => operation[part] = fact.clone(),
                None => drop(operation.as_object_mut().map(|it| it.remove(part))),
            }
        }
        match facts.get("answer") {
            Some(Value::Null) => {
                operation["responses"]["204"] = json!({"description": "Done."});
            }
            Some(schema) => {
                let said = operation["responses"]["200"]["description"].clone();
                let said = if said.is_null() { json!("The answer.") } else { said };
                operation["responses"]["200"] = json!({
                    "description": said, "content": {"application/json": {"schema": schema}}
                });
            }
            None => {}
        }
    }
}

#[test]
fn every_route_stands_in_the_document_and_no_other() {
    let document = document();
    let here: BTreeSet<_> =
        said().routes.iter().map(|(path, method, _)| (path.clone(), method.clone())).collect();
    assert!(30 < here.len(), "the routes are not found where they were: {here:?}");
    let mut there = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in methods.as_object().expect("methods").keys() {
            there.insert((path.clone(), method.clone()));
        }
    }
    let told = |(path, method): &(String, String), what| format!("{method} {path} {what}");
    let mut found: Vec<_> =
        here.difference(&there).map(|it| told(it, "is not in docs/openapi.json")).collect();
    found.extend(there.difference(&here).map(|it| told(it, "is no route of the server")));
    none("docs/openapi.json and the server's routes differ", &found);
}

#[test]
fn every_word_for_a_failure_is_told_in_the_protocol() {
    let protocol = fs::read_to_string(root().join("docs/sync-protocol.md")).expect("the protocol");
    let told = |word: &&str| protocol.contains(&format!("`{word}`"));
    let found: Vec<_> = words().into_iter().filter(|it| !told(it)).collect();
    let found: Vec<_> = found.into_iter().map(|it| format!("`{it}`")).collect();
    none("docs/sync-protocol.md does not say what a failure means", &found);
}

#[test]
fn every_route_takes_and_answers_what_the_document_says() {
    let document = document();
    let mut found = vec![];
    for (path, method, facts) in &said().routes {
        let operation = &document["paths"][path][method];
        let mut differ = |what: &str, there: &Value, here: &Value| {
            if there != here {
                found.push(format!("{method} {path}: {what} is {there}, the server has {here}"));
            }
        };
        for part in ["parameters", "requestBody", "security"] {
            differ(part, &operation[part], &facts[part]);
        }
        match facts.get("answer") {
            Some(Value::Null) => {
                differ("204", &operation["responses"]["204"]["content"], &Value::Null);
            }
            Some(schema) => {
                let content = &operation["responses"]["200"]["content"]["application/json"];
                differ("200", &content["schema"], schema);
            }
            None => {}
        }
        for word in ["summary", "operationId"] {
            if operation[word].as_str().is_none_or(str::is_empty) {
                found.push(format!("{method} {path} has no {word}"));
            }
        }
        if operation["responses"]["default"]["$ref"] != "#/components/responses/Failure" {
            found.push(format!("{method} {path} does not say how it fails"));
        }
    }
    none("docs/openapi.json says of a route what the server does not", &found);
}

#[test]
fn every_schema_is_what_its_type_is() {
    let document = document();
    let there = document["components"]["schemas"].as_object().expect("schemas");
    let here = &said().schemas;
    let names: BTreeSet<_> = here.keys().chain(there.keys()).collect();
    let differs = names.into_iter().filter(|it| here.get(*it) != there.get(*it));
    let found: Vec<_> = differs.map(|it| format!("{it}: pin it with CHITBOOK_PIN=1")).collect();
    none("a schema of docs/openapi.json is not what its type is", &found);
}
