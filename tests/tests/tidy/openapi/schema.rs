//! Schemas of what goes over the wire, read from the types as serde writes them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use syn::{Attribute, Expr, Fields, GenericArgument, Item, Lit, PathArguments, Type};

use super::named::{Named, last, spelled};

/// Bodies that are carried unread by the code, and what stands in them for a reader.
const UNREAD: [(&str, &str, &str); 1] = [("sync.PushRequest", "commands", "shared::sync::Command")];

/// Texts of a fixed form that their types read by themselves.
const PATTERNS: [(&str, &str); 3] = [
    ("money.Currency", "^[A-Z]{3}$"),
    ("sync.Total", "^[0-9a-f]{64}$"),
    ("sync.Scope", "^(all|me:[0-9a-f-]{36}|territory:(none|[0-9a-f-]{36}))$"),
];

/// The schemas of all types that were asked for, and of those they are made of.
pub struct Schemas<'a> {
    pub named: &'a Named,
    pub all: BTreeMap<String, Value>,
}

/// What stands for the type parameters of a generic type.
type Given = BTreeMap<String, Value>;

impl<'a> Schemas<'a> {
    pub fn new(named: &'a Named) -> Schemas<'a> {
        Schemas { named, all: BTreeMap::new() }
    }

    /// The schema of a type as it is spelled in a module.
    pub fn of(&mut self, module: &str, it: &Type) -> Value {
        self.with(module, it, &Given::new())
    }

    pub fn of_path(&mut self, module: &str, path: &str) -> Value {
        self.of(module, &syn::parse_str(path).expect("a type"))
    }

    fn with(&mut self, module: &str, it: &Type, given: &Given) -> Value {
        match it {
            Type::Reference(it) => self.with(module, &it.elem, given),
            Type::Paren(it) => self.with(module, &it.elem, given),
            Type::Tuple(it) => {
                let parts: Vec<_> =
                    it.elems.iter().map(|it| self.with(module, it, given)).collect();
                let count = parts.len();
                json!({"type": "array", "prefixItems": parts, "minItems": count, "maxItems": count})
            }
            Type::Path(it) => {
                let end = it.path.segments.last().expect("a name");
                let inner: Vec<Type> = inside(&end.arguments);
                let inner: Vec<Value> =
                    inner.iter().map(|it| self.with(module, it, given)).collect();
                let path = spelled(&it.path);
                plain(last(&path), &inner)
                    .or_else(|| given.get(&path).cloned())
                    .unwrap_or_else(|| self.known(module, &path, &inner))
            }
            _ => panic!("a type of {module} that is not understood"),
        }
    }

    /// A type of ours: a schema of its own, or in its place where it is generic.
    fn known(&mut self, module: &str, path: &str, inner: &[Value]) -> Value {
        let bare = path.split("::").count() == 1;
        if (path.ends_with("Id") || last(path) == "Epoch") && !path.contains("From") && bare {
            return json!({"type": "string", "format": "uuid"});
        }
        let full = self.named.resolve(module, path);
        if !inner.is_empty() {
            return self.item(&full, inner);
        }
        let name = component(&full);
        if !self.all.contains_key(&name) {
            self.all.insert(name.clone(), Value::Null);
            let mut schema = self.item(&full, &[]);
            if let Some((_, pattern)) = PATTERNS.iter().find(|(it, _)| *it == name) {
                schema["pattern"] = json!(pattern);
            }
            self.all.insert(name.clone(), schema);
        }
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    fn item(&mut self, full: &str, inner: &[Value]) -> Value {
        let named = self.named;
        let module = full.rsplit_once("::").map_or(full, |(module, _)| module);
        match named.item(full) {
            Item::Type(it) => described(self.of(module, &it.ty), &it.attrs),
            Item::Struct(it) => {
                let parameters = it.generics.type_params().map(|it| it.ident.to_string());
                let given: Given = parameters.zip(inner.iter().cloned()).collect();
                let serde = Serde::of(&it.attrs);
                let schema = match &serde.into {
                    Some(into) => self.of_path(module, into),
                    None => self.fields(module, &component(full), &it.fields, &given),
                };
                described(schema, &it.attrs)
            }
            Item::Enum(it) => {
                let serde = Serde::of(&it.attrs);
                let schema = match &serde.into {
                    Some(into) => self.of_path(module, into),
                    None => self.variants(module, it, &serde),
                };
                described(schema, &it.attrs)
            }
            _ => panic!("{full} is no type"),
        }
    }

    fn fields(&mut self, module: &str, name: &str, fields: &Fields, given: &Given) -> Value {
        let Fields::Named(fields) = fields else {
            let parts: Vec<_> = fields.iter().map(|it| self.with(module, &it.ty, given)).collect();
            // A struct of one part without a name is written as that part.
            return parts.into_iter().next().unwrap_or(json!({"type": "null"}));
        };
        let (mut properties, mut required, mut all) = (Map::new(), vec![], vec![]);
        for field in &fields.named {
            let serde = Serde::of(&field.attrs);
            if serde.skip {
                continue;
            }
            let schema = described(self.with(module, &field.ty, given), &field.attrs);
            if serde.flatten {
                all.push(schema);
                continue;
            }
            let field = field.ident.as_ref().expect("a name").to_string();
            let field = serde.rename.unwrap_or(field);
            let unread = UNREAD.iter().find(|(of, it, _)| *of == name && *it == field);
            let schema = match unread {
                Some((.., read)) => {
                    let items = self.of_path("shared", read);
                    json!({"type": "array", "items": items, "description": schema["description"]})
                }
                None => schema,
            };
            if !serde.default {
                required.push(field.clone());
            }
            properties.insert(field, schema);
        }
        let own = object(&properties, &required);
        if all.is_empty() {
            return own;
        }
        all.insert(0, own);
        json!({"allOf": all})
    }

    fn variants(&mut self, module: &str, it: &syn::ItemEnum, serde: &Serde) -> Value {
        let plain = it.variants.iter().all(|it| matches!(it.fields, Fields::Unit));
        if plain && serde.tag.is_none() {
            let names: Vec<_> = it.variants.iter().map(|it| serde.variant(it)).collect();
            return json!({"type": "string", "enum": names});
        }
        let given = Given::new();
        let mut all = vec![];
        for variant in &it.variants {
            let name = serde.variant(variant);
            let is_unit = matches!(variant.fields, Fields::Unit);
            let is_struct = matches!(variant.fields, Fields::Named(_));
            let inner =
                if is_unit { None } else { Some(self.fields(module, "", &variant.fields, &given)) };
            let schema = match (&serde.tag, &serde.content, inner) {
                (None, _, Some(inner)) if serde.untagged => inner,
                (None, _, None) => json!({"const": name}),
                (None, _, Some(inner)) => single(&name, &inner),
                (Some(tag), _, None) => tagged(tag, &name),
                (Some(tag), Some(content), Some(inner)) => {
                    let mut schema = tagged(tag, &name);
                    schema["properties"][content] = inner;
                    schema["required"] = json!([tag, content]);
                    schema
                }
                (Some(tag), None, Some(inner)) if is_struct => merged(tagged(tag, &name), &inner),
                (Some(tag), None, Some(inner)) => json!({"allOf": [tagged(tag, &name), inner]}),
            };
            all.push(described(schema, &variant.attrs));
        }
        if serde.untagged { json!({"anyOf": all}) } else { json!({"oneOf": all}) }
    }
}

/// What needs no schema of its own.
fn plain(name: &str, inner: &[Value]) -> Option<Value> {
    let first = inner.first().cloned().unwrap_or(Value::Null);
    Some(match name {
        "String" | "str" => json!({"type": "string"}),
        "bool" => json!({"type": "boolean"}),
        "u8" | "u16" | "u32" | "u64" | "usize" => json!({"type": "integer", "minimum": 0}),
        "i32" | "i64" => json!({"type": "integer"}),
        "Uuid" => json!({"type": "string", "format": "uuid"}),
        "Decimal" => json!({"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"}),
        "NaiveDate" => json!({"type": "string", "format": "date"}),
        "RawValue" => json!({}),
        "Option" => json!({"anyOf": [first, {"type": "null"}]}),
        "Box" | "Arc" => first,
        "Vec" => json!({"type": "array", "items": first}),
        "BTreeSet" => json!({"type": "array", "items": first, "uniqueItems": true}),
        "BTreeMap" => json!({"type": "object", "additionalProperties": inner.get(1)?}),
        _ => return None,
    })
}

/// `sync.PushRequest` for `shared::sync::wire::PushRequest`: the slice and the name.
fn component(full: &str) -> String {
    let slice = full.split("::").nth(1).unwrap_or(full);
    format!("{slice}.{}", last(full))
}

fn object(properties: &Map<String, Value>, required: &[String]) -> Value {
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn tagged(tag: &str, name: &str) -> Value {
    json!({"type": "object", "properties": {tag: {"const": name}}, "required": [tag]})
}

fn single(name: &str, inner: &Value) -> Value {
    json!({"type": "object", "properties": {name: inner}, "required": [name]})
}

/// One object with the fields of both.
fn merged(mut one: Value, other: &Value) -> Value {
    let fields = other["properties"].as_object().cloned().unwrap_or_default();
    one["properties"].as_object_mut().expect("an object").extend(fields);
    let required = other["required"].as_array().cloned().unwrap_or_default();
    one["required"].as_array_mut().expect("a list").extend(required);
    one
}

fn inside(arguments: &PathArguments) -> Vec<Type> {
    let PathArguments::AngleBracketed(it) = arguments else { return vec![] };
    let types = it.args.iter().filter_map(|it| match it {
        GenericArgument::Type(it) => Some(it.clone()),
        _ => None,
    });
    types.collect()
}

/// With what the comment above says, in plain words.
fn described(mut schema: Value, attributes: &[Attribute]) -> Value {
    let said: Vec<String> = attributes.iter().filter_map(comment).collect();
    let said = said.join(" ");
    let said = said.trim();
    if !said.is_empty() && schema.is_object() {
        schema["description"] = json!(unlinked(said));
    }
    schema
}

fn comment(it: &Attribute) -> Option<String> {
    let syn::Meta::NameValue(it) = &it.meta else { return None };
    if !it.path.is_ident("doc") {
        return None;
    }
    match &it.value {
        Expr::Lit(syn::ExprLit { lit: Lit::Str(it), .. }) => Some(it.value().trim().to_owned()),
        _ => None,
    }
}

/// Links into the code mean nothing outside of it.
fn unlinked(said: &str) -> String {
    let mut text = String::new();
    let mut rest = said;
    while let Some((before, after)) = rest.split_once("[`") {
        let Some((name, end)) = after.split_once("`]") else { break };
        text.push_str(before);
        text.extend(["`", name, "`"]);
        let is_link = end.starts_with('(');
        rest = if is_link { end.split_once(')').map_or("", |(_, it)| it) } else { end };
    }
    text + rest
}

/// How serde writes an item, as far as it matters here.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute that stands or does not")]
struct Serde {
    tag: Option<String>,
    content: Option<String>,
    rename: Option<String>,
    into: Option<String>,
    snake_case: bool,
    untagged: bool,
    flatten: bool,
    /// Never on the wire.
    skip: bool,
    /// May be left out, or is where it says nothing.
    default: bool,
}

impl Serde {
    fn of(attributes: &[Attribute]) -> Serde {
        let mut serde = Serde::default();
        for it in attributes.iter().filter(|it| it.path().is_ident("serde")) {
            let read = it.parse_nested_meta(|meta| {
                let name = meta.path.get_ident().expect("a name").to_string();
                let value = match meta.value() {
                    Ok(value) => value.parse::<syn::LitStr>()?.value(),
                    Err(_) => String::new(),
                };
                match name.as_str() {
                    "tag" => serde.tag = Some(value),
                    "content" => serde.content = Some(value),
                    "rename" => serde.rename = Some(value),
                    "into" => serde.into = Some(value),
                    "rename_all" => serde.snake_case = value == "snake_case",
                    "untagged" => serde.untagged = true,
                    "flatten" => serde.flatten = true,
                    "skip" => serde.skip = true,
                    "default" | "skip_serializing_if" => serde.default = true,
                    "transparent" | "try_from" | "from" => {}
                    other => panic!("serde({other}) is not understood"),
                }
                Ok(())
            });
            read.expect("an attribute of serde");
        }
        serde
    }

    fn variant(&self, it: &syn::Variant) -> String {
        let name = it.ident.to_string();
        let written = if self.snake_case { snake_case(&name) } else { name };
        Serde::of(&it.attrs).rename.unwrap_or(written)
    }
}

fn snake_case(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

#[test]
fn names_are_written_as_serde_writes_them() {
    assert_eq!(snake_case("NobodyThere"), "nobody_there");
    assert_eq!(component("shared::sync::wire::PushRequest"), "sync.PushRequest");
    assert_eq!(
        unlinked("the text of a [`Command`](super::Command), [`Day`]"),
        "the text of a `Command`, `Day`"
    );
}
