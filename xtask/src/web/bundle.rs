//! The files of one build: named by their content, listed for the service worker, written with compressed copies.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Where the list of files stands in `public/sw.js`; the template alone is a worker with an empty list.
const MARK: &str = "/*BUILD*/";

#[derive(Default)]
pub struct Bundle {
    /// By its path below the web root.
    files: BTreeMap<String, File>,
    /// What only belongs to a place behind the sign-in: paths of its files.
    parts: BTreeMap<String, Vec<String>>,
    worker: Vec<u8>,
    version: String,
}

/// The digest is kept: in development it takes seconds over the whole app.
struct File {
    content: Vec<u8>,
    digest: Vec<u8>,
}

impl File {
    fn of(content: Vec<u8>) -> Self {
        let digest = Sha256::digest(&content).to_vec();
        Self { content, digest }
    }

    /// As in the `integrity` of a request.
    fn integrity(&self) -> String {
        format!("sha256-{}", STANDARD.encode(&self.digest))
    }
}

impl Bundle {
    /// Adds a file under the name of its content, to be kept for ever by browsers, and gives its path from the root.
    pub fn hashed(&mut self, stem: &str, ending: &str, content: Vec<u8>) -> String {
        let file = File::of(content);
        let path = format!("a/{stem}-{}.{ending}", short(&file.digest));
        let address = format!("/{path}");
        self.files.insert(path, file);
        address
    }

    pub fn named(&mut self, path: &str, content: Vec<u8>) {
        self.files.insert(path.to_owned(), File::of(content));
    }

    /// A file is needed only in a place behind the sign-in.
    pub fn part(&mut self, place: &str, address: &str) {
        let path = address.trim_start_matches('/').to_owned();
        self.parts.entry(place.to_owned()).or_default().push(path);
    }

    /// Two scripts that import each other as `./{stem}.js`: they are named after both, because neither has a
    /// name of its own before the other has. Gives their paths.
    pub fn scripts_of_each_other(&mut self, scripts: [(&str, &str); 2]) -> Result<[String; 2]> {
        let [first, second] = scripts;
        let digest = named_by(&format!("{}\0{}", first.1, second.1));
        for ((stem, content), (other, _)) in [(first, second), (second, first)] {
            // The name also stands in Wasm, which asks the script for its imports by it: that one stays.
            let import = format!("from \"./{other}.js\"");
            ensure!(content.contains(&import), "{stem}.js does not import ./{other}.js");
            let named = content.replace(&import, &format!("from \"./{other}-{digest}.js\""));
            self.named(&format!("a/{stem}-{digest}.js"), named.into_bytes());
        }
        Ok(scripts.map(|(stem, _)| format!("/a/{stem}-{digest}.js")))
    }

    /// The glue imports its snippets from `./snippets/`, which says nothing about their content:
    /// the folder is renamed after it, so that they too can be kept for ever. Gives the script with the new names.
    pub fn snippets(&mut self, script: String, folder: &Path) -> Result<String> {
        if !folder.exists() {
            return Ok(script);
        }
        let mut snippets = BTreeMap::new();
        gather(folder, folder, &mut snippets)?;
        let name = format!("snippets-{}", named_by(&serde_json::to_string(&snippets)?));
        for (path, content) in snippets {
            self.named(&format!("a/{name}/{path}"), content);
        }
        Ok(script.replace("./snippets/", &format!("./{name}/")))
    }

    /// Fills the worker's template with this build: its version and every file with the digest it must have.
    pub fn service_worker(&mut self, template: &str) -> Result<()> {
        let integrity = |path: &String| (format!("/{path}"), self.files[path].integrity());
        let files: BTreeMap<String, String> = self.first().map(integrity).collect();
        let parts: BTreeMap<&str, BTreeMap<String, String>> = self
            .parts
            .iter()
            .map(|(place, paths)| (place.as_str(), paths.iter().map(integrity).collect()))
            .collect();
        let list = serde_json::json!({ "files": files, "parts": parts });
        let pieces: Vec<&str> = template.split(MARK).collect();
        let [before, _, after] = pieces[..] else {
            bail!("public/sw.js must hold its build between two {MARK}");
        };
        // The worker's own code is part of the build: a repaired worker is a new version.
        self.version = named_by(&format!("{before}{list}{after}"));
        let build = serde_json::json!({ "version": self.version, "files": files, "parts": parts });
        self.worker = format!("{before}{build}{after}").into_bytes();
        Ok(())
    }

    pub fn version(&self) -> &str {
        &self.version
    }

    pub fn len(&self) -> usize {
        self.files.len() + 1
    }

    pub fn write(&self, folder: &Path, compressed: bool) -> Result<()> {
        let worker = ("sw.js".to_owned(), &self.worker);
        for (path, content) in
            self.files.iter().map(|(path, file)| (path.clone(), &file.content)).chain([worker])
        {
            let file = folder.join(&path);
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&file, content)
                .with_context(|| format!("cannot write {}", file.display()))?;
            if compressed && is_text_or_code(&path) {
                fs::write(sidecar(&file), brotli(content)?)?;
            }
        }
        Ok(())
    }

    /// Paths of what everybody needs.
    fn first(&self) -> impl Iterator<Item = &String> {
        self.files.keys().filter(|path| !self.parts.values().flatten().any(|part| part == *path))
    }

    /// Bytes of a first visit, up to the sign-in: all but the worker, pictures, and what lies behind.
    pub fn first_visit(&self, folder: &Path) -> Size {
        self.size(folder, self.first())
    }

    /// Bytes that each place behind the sign-in needs besides.
    pub fn places(&self, folder: &Path) -> BTreeMap<&str, Size> {
        self.parts.iter().map(|(place, paths)| (place.as_str(), self.size(folder, paths))).collect()
    }

    fn size<'a>(&self, folder: &Path, paths: impl IntoIterator<Item = &'a String>) -> Size {
        let mut size = Size { raw: 0, sent: None };
        for path in paths.into_iter().filter(|path| is_text_or_code(path)) {
            let raw = self.files[path].content.len() as u64;
            size.raw += raw;
            if let Ok(meta) = fs::metadata(sidecar(&folder.join(path))) {
                *size.sent.get_or_insert(0) += meta.len();
            }
        }
        size
    }
}

/// Bytes as stored, and as sent where compressed copies were written.
pub struct Size {
    pub raw: u64,
    pub sent: Option<u64>,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} KB", self.raw.div_ceil(1024))?;
        self.sent.map_or(Ok(()), |sent| write!(f, " ({} KB as sent)", sent.div_ceil(1024)))
    }
}

fn gather(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, found)?;
        } else {
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            found.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}

/// Pictures are compressed already.
fn is_text_or_code(path: &str) -> bool {
    Path::new(path).extension().is_none_or(|ending| ending != "png")
}

fn sidecar(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    PathBuf::from(name)
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    const QUALITY: u32 = 11;
    const WINDOW: u32 = 22;
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 64 * 1024, QUALITY, WINDOW);
    writer.write_all(content)?;
    Ok(writer.into_inner())
}

fn named_by(text: &str) -> String {
    short(&Sha256::digest(text))
}

/// 64 bits name a file among the handful of one product well enough; the worker checks the whole digest.
fn short(digest: &[u8]) -> String {
    digest.iter().take(8).fold(String::new(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "const BUILD = /*BUILD*/{}/*BUILD*/;";

    fn built(page: &str) -> Bundle {
        let mut bundle = Bundle::default();
        bundle.hashed("app", "css", b"a{}".to_vec());
        bundle.named("index.html", page.into());
        bundle.service_worker(TEMPLATE).unwrap();
        bundle
    }

    #[test]
    fn the_same_input_makes_the_same_names() {
        assert_eq!(built("x").worker, built("x").worker);
        assert_ne!(built("x").version, built("y").version);
    }

    #[test]
    fn a_changed_worker_is_a_new_version() {
        let mut bundle = built("x");
        let before = bundle.version.clone();
        bundle.service_worker(&format!("{TEMPLATE} repaired()")).unwrap();
        assert_ne!(bundle.version, before);
    }

    #[test]
    fn a_worker_without_a_place_for_its_list_is_refused() {
        assert!(Bundle::default().service_worker("const BUILD = {};").is_err());
    }

    #[test]
    fn what_lies_behind_the_sign_in_is_listed_apart() {
        let mut bundle = built("x");
        let phone = bundle.hashed("phone", "wasm", b"p".to_vec());
        let first = bundle.first().cloned().collect::<Vec<_>>();
        assert!(first.contains(&phone.trim_start_matches('/').to_owned()));
        bundle.part("phone", &phone);
        bundle.service_worker(TEMPLATE).unwrap();
        let worker = String::from_utf8(bundle.worker).unwrap();
        let (files, parts) = worker.split_once("\"parts\"").unwrap();
        assert!(!files.contains(&phone) && parts.contains(&phone), "{worker}");
    }

    #[test]
    fn snippets_are_listed_under_the_name_of_their_content() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("crate-1")).unwrap();
        fs::write(folder.path().join("crate-1/inline0.js"), "export {}").unwrap();
        let mut bundle = Bundle::default();
        let script = "import './snippets/crate-1/inline0.js';".to_owned();
        let script = bundle.snippets(script, folder.path()).unwrap();
        let paths: Vec<&str> = bundle.files.keys().map(String::as_str).collect();
        let [snippet] = paths[..] else { panic!("{paths:?}") };
        assert!(snippet.starts_with("a/snippets-") && snippet.ends_with("/crate-1/inline0.js"));
        assert!(script.contains(snippet.trim_start_matches("a/")), "{script}");
    }

    #[test]
    fn scripts_that_import_each_other_are_named_after_both() {
        let both = |second: &str| {
            let mut bundle = Bundle::default();
            let first = r#"import * as it from "./parts.js"; ask("./parts.js")"#;
            let paths = bundle.scripts_of_each_other([("app", first), ("parts", second)]).unwrap();
            (paths.map(|it| it.trim_start_matches("/a/").to_owned()), bundle)
        };
        let import = r#"import { it } from "./app.js";"#;
        let ([path, second], bundle) = both(import);
        let content = |name: &str| {
            String::from_utf8(bundle.files[&format!("a/{name}")].content.clone()).unwrap()
        };
        assert_eq!(
            content(&path),
            format!(r#"import * as it from "./{second}"; ask("./parts.js")"#),
            "the name that Wasm asks for stays"
        );
        assert_eq!(content(&second), import.replace("app.js", &path));
        assert_ne!(both(&format!("{import} 2")).0[0], path, "what one says names the other");
        let alone = Bundle::default().scripts_of_each_other([("app", ""), ("parts", import)]);
        assert!(alone.is_err(), "nothing is renamed in silence");
    }
}
