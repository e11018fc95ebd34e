//! The routes of the server: where each begins in the sources, what it takes and what it answers.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use syn::{
    Expr, ExprCall, ExprMethodCall, FnArg, GenericArgument, Item, Lit, PathArguments, ReturnType,
    Stmt, Type,
};

use super::{
    named::{Named, last, spelled},
    schema::Schemas,
};

/// Methods and the paths they are asked under, with the full names of the functions that answer.
pub type Routes = BTreeMap<(String, String), String>;

/// Every route of every slice of the server.
pub fn routes(named: &Named) -> Routes {
    let mut found = Routes::new();
    for (name, item) in named.under("server") {
        if let Item::Fn(it) = item
            && last(name) == "routes"
        {
            let module = name.rsplit_once("::").map_or(name, |(module, _)| module);
            let slice = Slice { named, module, block: &it.block };
            let Some(Stmt::Expr(chain, _)) = it.block.stmts.last() else { continue };
            slice.chain(chain, &mut found);
        }
    }
    found
}

/// One function that names routes.
struct Slice<'a> {
    named: &'a Named,
    module: &'a str,
    block: &'a syn::Block,
}

impl Slice<'_> {
    fn chain(&self, it: &Expr, found: &mut Routes) {
        let Expr::MethodCall(call) = it else { return };
        self.chain(&call.receiver, found);
        if call.method != "route" {
            return;
        }
        let [path, methods] = [&call.args[0], &call.args[1]];
        self.methods(&self.text(path), methods, found);
    }

    fn text(&self, it: &Expr) -> String {
        match it {
            Expr::Lit(syn::ExprLit { lit: Lit::Str(it), .. }) => it.value(),
            Expr::Path(it) => {
                let full = self.named.resolve(self.module, &spelled(&it.path));
                let Item::Const(it) = self.named.item(&full) else { panic!("{full} is no text") };
                self.text(&it.expr)
            }
            _ => panic!("{}: a path that is not understood", self.module),
        }
    }

    /// `get(all).post(upload)`, also under a name given before, also with a layer around it.
    fn methods(&self, path: &str, it: &Expr, found: &mut Routes) {
        let mut add = |method: &str, handler: &Expr| {
            let Expr::Path(handler) = handler else { return };
            let handler = self.named.resolve(self.module, &spelled(&handler.path));
            let before = found.insert((format!("/api{path}"), method.to_owned()), handler);
            assert!(before.is_none(), "{path} is there twice");
        };
        match it {
            Expr::Call(ExprCall { func, args, .. }) => {
                if let Expr::Path(method) = &**func {
                    add(&spelled(&method.path), &args[0]);
                }
            }
            Expr::MethodCall(ExprMethodCall { receiver, method, args, .. }) => {
                if method != "layer" {
                    add(&method.to_string(), &args[0]);
                }
                self.methods(path, receiver, found);
            }
            Expr::Path(it) => {
                let named = self.block.stmts.iter().find_map(|stmt| match stmt {
                    Stmt::Local(local) => local.init.as_ref().filter(|_| is_named(local, it)),
                    _ => None,
                });
                self.methods(path, &named.expect("a name given before").expr, found);
            }
            _ => panic!("{path}: methods that are not understood"),
        }
    }
}

fn is_named(local: &syn::Local, it: &syn::ExprPath) -> bool {
    matches!(&local.pat, syn::Pat::Ident(name) if it.path.is_ident(&name.ident))
}

/// What the document has to say of a route, because the function says so.
pub fn facts(schemas: &mut Schemas, path: &str, handler: &str) -> Value {
    let module = handler.rsplit_once("::").map_or(handler, |(module, _)| module);
    let Item::Fn(it) = schemas.named.item(handler) else { panic!("{handler} answers nothing") };
    let mut parameters: Vec<Value> = path_parameters(path);
    let mut facts = json!({"security": []});
    for argument in &it.sig.inputs {
        let FnArg::Typed(argument) = argument else { continue };
        let Some((name, inner)) = taken(&argument.ty) else { continue };
        // Who asks may be settled before it is known whether the rest can be read.
        let (name, inner) = match inner.as_ref().and_then(taken) {
            Some((read, of)) if name == "Result" && read == "Read" => (read, of),
            _ => (name, inner),
        };
        match (name.as_str(), inner) {
            ("Signed" | "Entering", _) => facts["security"] = json!([{"session": []}]),
            ("Result", Some(_)) => facts["security"] = json!([{"session": []}, {}]),
            ("Asked", Some(inner)) => parameters.extend(query(schemas, module, &inner)),
            // A file, or a piece of one, as it is.
            ("Request" | "Piece", _) => {
                facts["requestBody"] = json!({
                    "required": true, "content": {"application/octet-stream": {}}
                });
            }
            ("Read", Some(inner)) => {
                let schema = schemas.of(module, &inner);
                facts["requestBody"] = json!({
                    "required": true, "content": {"application/json": {"schema": schema}}
                });
            }
            _ => {}
        }
    }
    if !parameters.is_empty() {
        facts["parameters"] = json!(parameters);
    }
    if let Some(schema) = answered(schemas, module, &it.sig.output) {
        facts["answer"] = schema;
    }
    facts
}

fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}'));
    let one = |name: &str| {
        let schema = match name {
            "id" => json!({"type": "string", "format": "uuid"}),
            _ => json!({"type": "string"}),
        };
        json!({"in": "path", "name": name, "required": true, "schema": schema})
    };
    names.map(one).collect()
}

/// Each field of what is asked is one parameter; none has to be there.
fn query(schemas: &mut Schemas, module: &str, it: &Type) -> Vec<Value> {
    let named = schemas.of(module, it);
    let name = named["$ref"].as_str().map_or("", last_part).to_owned();
    let schema = schemas.all.remove(&name).expect("the question is a struct");
    let fields: Map<String, Value> = schema["properties"].as_object().cloned().unwrap_or_default();
    let one = |(name, mut schema): (String, Value)| {
        let said = schema.as_object_mut().and_then(|it| it.remove("description"));
        let schema = match schema.get("anyOf").and_then(Value::as_array) {
            // An address cannot say null: what is not asked is left out.
            Some(either) => either[0].clone(),
            None => schema,
        };
        let mut parameter = json!({"in": "query", "name": name, "schema": schema});
        if let Some(said) = said {
            parameter["description"] = said;
        }
        parameter
    };
    fields.into_iter().map(one).collect()
}

fn last_part(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// `Result<Json<T>>` is the schema of `T`, `Result<StatusCode>` is null.
fn answered(schemas: &mut Schemas, module: &str, it: &ReturnType) -> Option<Value> {
    let ReturnType::Type(_, it) = it else { return None };
    let (_, inner) = taken(it)?;
    match taken(&inner?)? {
        (name, Some(inner)) if name == "Json" => Some(schemas.of(module, &inner)),
        (name, None) if name == "StatusCode" => Some(Value::Null),
        _ => None,
    }
}

/// A type's name and what stands in its angle brackets.
fn taken(it: &Type) -> Option<(String, Option<Type>)> {
    let Type::Path(it) = it else { return None };
    let end = it.path.segments.last()?;
    let inner = match &end.arguments {
        PathArguments::AngleBracketed(it) => it.args.iter().find_map(|it| match it {
            GenericArgument::Type(it) => Some(it.clone()),
            _ => None,
        }),
        _ => None,
    };
    Some((end.ident.to_string(), inner))
}
