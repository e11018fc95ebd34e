//! The platter of a drive: what a reader sees of each file, and what of it would still be there after the power
//! was cut. What was written since the last sync survives sector by sector, as chance has it.

use std::collections::BTreeMap;

use crate::simulator::dice::Dice;

/// What a drive writes whole or not at all.
const SECTOR: usize = 512;

/// Whether a sync does what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Honesty {
    Keeps,
    /// It answers at once and keeps nothing: a drive that lies, or `synchronous = OFF`.
    Lies,
}

/// How much of what was not synced is there after the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Survives {
    Nothing,
    /// Each sector by itself, so many times in a thousand, whenever it was written.
    Some(u32),
    Everything,
}

/// What was done to a file and not synced yet.
#[derive(Debug, Clone)]
enum Step {
    Sector { at: usize, bytes: Vec<u8> },
    Length(usize),
}

#[derive(Debug, Clone, Default)]
struct File {
    seen: Vec<u8>,
    kept: Vec<u8>,
    steps: Vec<Step>,
}

/// The files of one folder, by number; a number is never used again.
#[derive(Debug, Clone)]
pub struct Platter {
    honesty: Honesty,
    files: BTreeMap<u64, File>,
    /// Names as they are seen, and as they would be found after a cut.
    names: BTreeMap<String, u64>,
    kept_names: BTreeMap<String, u64>,
    next: u64,
    off: bool,
}

/// The power is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Off;

impl Platter {
    /// `first` is the lowest number that a file may have.
    #[must_use]
    pub fn new(honesty: Honesty, first: u64) -> Platter {
        Platter {
            honesty,
            files: BTreeMap::new(),
            names: BTreeMap::new(),
            kept_names: BTreeMap::new(),
            next: first,
            off: false,
        }
    }

    pub fn find(&self, name: &str) -> Option<u64> {
        self.names.get(name).copied()
    }

    pub fn names(&self) -> impl Iterator<Item = (&str, u64)> {
        self.names.iter().map(|(name, file)| (name.as_str(), *file))
    }

    pub fn length(&self, file: u64) -> Option<usize> {
        self.files.get(&file).map(|it| it.seen.len())
    }

    pub fn create(&mut self, name: &str) -> Result<u64, Off> {
        self.on()?;
        let file = self.next;
        self.next += 1;
        self.files.insert(file, File::default());
        self.names.insert(name.to_owned(), file);
        Ok(file)
    }

    /// The file stays for whoever has it open.
    pub fn unlink(&mut self, name: &str) -> Result<Option<u64>, Off> {
        self.on()?;
        Ok(self.names.remove(name))
    }

    pub fn read(&self, file: u64, at: usize, length: usize) -> &[u8] {
        let Some(it) = self.files.get(&file) else { return &[] };
        let end = it.seen.len().min(at.saturating_add(length));
        it.seen.get(at..end).unwrap_or_default()
    }

    /// Whether there is such a file.
    pub fn write(&mut self, file: u64, at: usize, bytes: &[u8]) -> Result<bool, Off> {
        self.on()?;
        let Some(it) = self.files.get_mut(&file) else { return Ok(false) };
        put(&mut it.seen, at, bytes);
        let mut from = 0;
        while from < bytes.len() {
            let place = at + from;
            let to = bytes.len().min(from + SECTOR - place % SECTOR);
            it.steps.push(Step::Sector { at: place, bytes: bytes[from..to].to_vec() });
            from = to;
        }
        Ok(true)
    }

    pub fn set_length(&mut self, file: u64, length: usize) -> Result<bool, Off> {
        self.on()?;
        let Some(it) = self.files.get_mut(&file) else { return Ok(false) };
        it.seen.resize(length, 0);
        it.steps.push(Step::Length(length));
        Ok(true)
    }

    /// What was written to the file is there for good; not its name.
    pub fn sync(&mut self, file: u64) -> Result<(), Off> {
        self.on()?;
        if let (Honesty::Keeps, Some(it)) = (self.honesty, self.files.get_mut(&file)) {
            it.keep(|_| true);
        }
        Ok(())
    }

    /// The names are there for good.
    pub fn sync_names(&mut self) -> Result<(), Off> {
        self.on()?;
        if self.honesty == Honesty::Keeps {
            self.kept_names.clone_from(&self.names);
        }
        Ok(())
    }

    fn on(&self) -> Result<(), Off> {
        if self.off { Err(Off) } else { Ok(()) }
    }

    /// The power is cut: from now on nothing is taken, and this is what is found when it is back.
    pub fn cut(&mut self, survives: Survives, dice: &mut Dice) -> Platter {
        self.off = true;
        let mut found = Platter { off: false, ..self.clone() };
        let mut lasts = || match survives {
            Survives::Nothing => false,
            Survives::Some(in_a_thousand) => dice.happens(in_a_thousand),
            Survives::Everything => true,
        };
        found.names.clone_from(&self.kept_names);
        let touched = self.names.keys().chain(self.kept_names.keys());
        for name in touched.filter(|it| self.names.get(*it) != self.kept_names.get(*it)) {
            if lasts() {
                match self.names.get(name) {
                    Some(file) => found.names.insert(name.clone(), *file),
                    None => found.names.remove(name),
                };
            }
        }
        for file in found.files.values_mut() {
            file.keep(|_| lasts());
            file.seen.clone_from(&file.kept);
        }
        found.kept_names.clone_from(&found.names);
        let names = &found.names;
        found.files.retain(|file, _| names.values().any(|it| it == file));
        found
    }
}

impl File {
    fn keep(&mut self, lasts: impl FnMut(&Step) -> bool) {
        let mut lasts = lasts;
        for step in std::mem::take(&mut self.steps).iter().filter(|it| lasts(it)) {
            match step {
                Step::Sector { at, bytes } => put(&mut self.kept, *at, bytes),
                Step::Length(length) => self.kept.resize(*length, 0),
            }
        }
    }
}

fn put(content: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = at + bytes.len();
    if content.len() < end {
        content.resize(end, 0);
    }
    content[at..end].copy_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(honesty: Honesty) -> (Platter, u64) {
        let mut platter = Platter::new(honesty, 2);
        let file = platter.create("a").expect("the power is on");
        platter.sync_names().expect("the power is on");
        platter.write(file, 0, &[1; 1_000]).expect("the power is on");
        platter.sync(file).expect("the power is on");
        platter.write(file, 500, &[2; 1_000]).expect("the power is on");
        (platter, file)
    }

    #[test]
    fn what_was_synced_is_kept_and_the_rest_may_go() {
        let (mut platter, file) = written(Honesty::Keeps);
        assert_eq!(platter.read(file, 499, 2), [1, 2]);
        let found = platter.cut(Survives::Nothing, &mut Dice::new(1));
        assert_eq!(found.read(file, 0, 9_999), [1; 1_000]);
        assert_eq!(platter.write(file, 0, &[3]), Err(Off));
        assert_eq!(platter.sync(file), Err(Off));
    }

    #[test]
    fn sectors_go_by_themselves() {
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..200 {
            let (mut platter, file) = written(Honesty::Keeps);
            let found = platter.cut(Survives::Some(500), &mut Dice::new(seed));
            let content = found.read(file, 0, 9_999);
            assert_eq!(content[..500], [1; 500]);
            // From 500 on: the end of a sector, a whole one, and the beginning of a third.
            seen.insert([500, 512, 1_024].map(|at| content.get(at).copied()));
        }
        let whole = seen.contains(&[Some(2), Some(2), Some(2)]);
        let gap = seen.contains(&[Some(1), Some(1), Some(2)]);
        assert!(whole && gap && 6 <= seen.len(), "{seen:?}");
    }

    #[test]
    fn a_name_is_kept_by_its_folder() {
        let mut platter = Platter::new(Honesty::Keeps, 2);
        let file = platter.create("a").expect("the power is on");
        platter.write(file, 0, b"x").expect("the power is on");
        platter.sync(file).expect("the power is on");
        let cut = |it: &Platter, survives| it.clone().cut(survives, &mut Dice::new(1));
        assert_eq!(cut(&platter, Survives::Nothing).find("a"), None);
        assert_eq!(cut(&platter, Survives::Everything).find("a"), Some(file));
        platter.sync_names().expect("the power is on");
        assert_eq!(platter.unlink("a"), Ok(Some(file)));
        assert_eq!(cut(&platter, Survives::Nothing).read(file, 0, 1), b"x");
        assert_eq!(cut(&platter, Survives::Everything).find("a"), None);
    }

    #[test]
    fn a_drive_that_lies_keeps_nothing() {
        let (mut platter, _) = written(Honesty::Lies);
        assert_eq!(platter.cut(Survives::Nothing, &mut Dice::new(1)).find("a"), None);
    }
}
