//! Names in the sources: which item a path means in the file that says it.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, UseTree};

use crate::source::{Source, sources};

/// The crates of which something goes over the wire.
const CRATES: [(&str, &str); 2] = [("shared/src/", "shared"), ("server/src/", "server")];

/// Every item of those crates under its full name, and what each module has imported.
#[derive(Default)]
pub struct Named {
    modules: BTreeSet<String>,
    items: BTreeMap<String, Item>,
    imported: BTreeMap<String, BTreeMap<String, String>>,
}

impl Named {
    pub fn read() -> Named {
        let mut named = Named::default();
        for it in sources().iter().filter(|it| it.is_rust() && !it.is_test) {
            if let Some(module) = module_of(it) {
                named.modules.insert(module.clone());
                named.take(&module, syn::parse_file(&it.text).expect("Rust").items);
            }
        }
        named
    }

    fn take(&mut self, module: &str, items: Vec<Item>) {
        for item in items {
            let name = match &item {
                Item::Use(it) => {
                    self.import(module, "", &it.tree);
                    continue;
                }
                Item::Struct(it) => &it.ident,
                Item::Enum(it) => &it.ident,
                Item::Type(it) => &it.ident,
                Item::Fn(it) => &it.sig.ident,
                Item::Const(it) => &it.ident,
                _ => continue,
            };
            self.items.insert(format!("{module}::{name}"), item);
        }
    }

    fn import(&mut self, module: &str, before: &str, tree: &UseTree) {
        let mut keep = |name: String, path: String| {
            self.imported.entry(module.to_owned()).or_default().insert(name, path);
        };
        match tree {
            UseTree::Path(it) => self.import(module, &format!("{before}{}::", it.ident), &it.tree),
            UseTree::Group(it) => it.items.iter().for_each(|it| self.import(module, before, it)),
            UseTree::Name(it) if it.ident == "self" => {
                let path = before.trim_end_matches("::");
                keep(last(path).to_owned(), path.to_owned());
            }
            UseTree::Name(it) => keep(it.ident.to_string(), format!("{before}{}", it.ident)),
            UseTree::Rename(it) => keep(it.rename.to_string(), format!("{before}{}", it.ident)),
            UseTree::Glob(_) => {}
        }
    }

    /// The items of one module and of those inside of it.
    pub fn under(&self, module: &str) -> impl Iterator<Item = (&str, &Item)> {
        let inside = format!("{module}::");
        let all = self.items.iter().map(|(name, item)| (name.as_str(), item));
        all.filter(move |(name, _)| name.starts_with(&inside))
    }

    pub fn item(&self, full: &str) -> &Item {
        self.items.get(full).unwrap_or_else(|| panic!("{full} is not in the sources"))
    }

    /// The full name of what a path says in a module.
    pub fn resolve(&self, module: &str, path: &str) -> String {
        let found = self.find(&self.absolute(module, path));
        found.unwrap_or_else(|| panic!("{path} is not known in {module}"))
    }

    fn absolute(&self, module: &str, path: &str) -> String {
        let (first, rest) = path.split_once("::").map_or((path, ""), |(a, b)| (a, b));
        let behind = |start: &str| {
            if rest.is_empty() { start.to_owned() } else { format!("{start}::{rest}") }
        };
        let parent = || module.rsplit_once("::").map_or(module, |(parent, _)| parent);
        match first {
            "crate" => behind(module.split("::").next().unwrap_or(module)),
            "self" => behind(module),
            "super" => self.absolute(parent(), &behind("self")),
            "shared" => path.to_owned(),
            // A module inside of this one, also where a function is imported by its name.
            _ if !rest.is_empty() && self.modules.contains(&format!("{module}::{first}")) => {
                format!("{module}::{path}")
            }
            _ => match self.imported.get(module).and_then(|it| it.get(first)) {
                Some(from) => behind(&self.absolute(module, from)),
                None => format!("{module}::{path}"),
            },
        }
    }

    /// The item itself, or the one that its module shows under this name.
    fn find(&self, full: &str) -> Option<String> {
        if self.items.contains_key(full) {
            return Some(full.to_owned());
        }
        let (module, name) = full.rsplit_once("::")?;
        if let Some(from) = self.imported.get(module).and_then(|it| it.get(name)) {
            return self.find(&self.absolute(module, from));
        }
        // What is imported beside a function of the same name stands below.
        let ends = format!("::{name}");
        let mut below = self.under(module).filter(|(it, _)| it.ends_with(&ends));
        let found = below.next()?.0.to_owned();
        assert!(below.next().is_none(), "{full} may mean several items");
        Some(found)
    }
}

/// `shared::sync::wire` of the file `shared/src/sync/wire.rs`.
fn module_of(it: &Source) -> Option<String> {
    let (folder, name) = CRATES.into_iter().find(|(folder, _)| it.under(folder))?;
    let inside = it.path.strip_prefix(folder)?.trim_end_matches(".rs");
    if inside == "lib" || inside == "main" {
        return Some(name.to_owned());
    }
    Some(format!("{name}::{}", inside.replace('/', "::")))
}

pub fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// A path of Rust as it is written, without what stands in angle brackets.
pub fn spelled(path: &syn::Path) -> String {
    let names: Vec<_> = path.segments.iter().map(|it| it.ident.to_string()).collect();
    names.join("::")
}
