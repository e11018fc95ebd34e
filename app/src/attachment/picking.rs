//! What a form has picked so far: files read one after the other, made smaller, kept on the device.

use app::draft::attached::{MOST, NotPicked, Offered, Picked, Way, kept_name, way};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    attachment::{BYTES_MOST, Content, Media},
    id::AttachmentId,
};
use web_sys::{File, FileList};

use super::shrink::{bytes, shrink};
use crate::{
    id,
    replica::{Replica, StorageTrouble},
};

/// The longest beginning by which a file says what it is.
const HEAD: f64 = 16.0;

/// The photos and papers of one form while it is filled in.
#[derive(Clone, Copy)]
pub struct Attaching(StoredValue<Inner>);

#[derive(Clone, Copy)]
struct Inner {
    picked: RwSignal<Vec<Picked>>,
    /// Files that are being read: until they are, the form is not whole.
    working: RwSignal<usize>,
    troubles: RwSignal<Vec<NotPicked>>,
    replica: Replica,
}

impl Attaching {
    pub fn of(picked: Vec<Picked>) -> Attaching {
        Attaching(StoredValue::new(Inner {
            picked: RwSignal::new(picked),
            working: RwSignal::new(0),
            troubles: RwSignal::new(vec![]),
            replica: Replica::expect(),
        }))
    }

    pub fn picked(self) -> RwSignal<Vec<Picked>> {
        self.0.get_value().picked
    }

    /// What a draft kept, as far as its bytes are still here: a browser short of space may have
    /// thrown them away, and what cannot be sent is not offered as picked.
    pub fn set(self, picked: Vec<Picked>) {
        // The form may be gone.
        let Some(Inner { picked: to, troubles, replica, .. }) = self.0.try_get_value() else {
            return;
        };
        let locals = replica.locals().get_untracked();
        let asked = picked.len();
        let here: Vec<Picked> =
            picked.into_iter().filter(|it| locals.contains_key(&it.content.blob)).collect();
        let lost = asked - here.len();
        let said = (0 < lost).then_some(NotPicked::Lost { count: lost });
        troubles.set(said.into_iter().collect());
        let stays = |it: &Picked| here.iter().any(|one| one.id == it.id);
        let before = to.get_untracked();
        let out = before.iter().filter(|it| !stays(it)).map(|it| it.content.blob.clone());
        replica.hold_content(out.collect());
        to.set(here);
    }

    pub fn is_working(self) -> bool {
        0 < self.0.get_value().working.get()
    }

    pub fn troubles(self) -> Vec<NotPicked> {
        self.0.get_value().troubles.get()
    }

    /// Takes one away; answers the way back.
    pub fn remove(self, id: AttachmentId) -> Callback<()> {
        let was = self.picked().get_untracked();
        self.set(was.iter().filter(|it| it.id != id).cloned().collect());
        Callback::new(move |()| {
            let Some(inner) = self.0.try_get_value() else { return };
            let mut all = inner.picked.get_untracked();
            if let Some((at, back)) = was.iter().enumerate().find(|(_, it)| it.id == id) {
                all.insert(at.min(all.len()), back.clone());
            }
            self.set(all);
        })
    }

    /// Takes files up, one after the other, as they were chosen.
    pub fn take(self, files: &FileList) {
        let files: Vec<File> = (0..files.length()).filter_map(|at| files.get(at)).collect();
        let inner = self.0.get_value();
        inner.troubles.set(vec![]);
        inner.working.update(|it| *it += files.len());
        spawn_local(async move {
            for file in files {
                let taken = inner.take_one(&file).await;
                // The form may have been left meanwhile; what was kept for it goes by itself.
                if inner.working.is_disposed() {
                    return;
                }
                match taken {
                    Ok(picked) => inner.picked.update(|all| all.push(picked)),
                    Err(why) => inner.say(why),
                }
                inner.working.update(|it| *it -= 1);
            }
        });
    }
}

impl Inner {
    /// Said once, however many files it is about.
    fn say(self, why: NotPicked) {
        self.troubles.update(|all| {
            if !all.contains(&why) {
                all.push(why);
            }
        });
    }

    async fn take_one(self, file: &File) -> Result<Picked, NotPicked> {
        if MOST <= self.picked.with_untracked(Vec::len) {
            return Err(NotPicked::TooMany { most: MOST });
        }
        let name = || file.name();
        let unread = || NotPicked::Undecodable { name: name() };
        let head = file.slice_with_f64_and_f64(0.0, HEAD).map_err(|_| unread())?;
        let head = bytes(&head).await.ok_or_else(unread)?.to_vec();
        let way = way(Offered {
            name: &name(),
            kind: &file.type_(),
            bytes: whole(file.size()),
            head: &head,
        })?;
        let (media, content) = match way {
            Way::Shrink => (Media::Jpeg, shrink(file).await.ok_or_else(unread)?),
            Way::Keep(media) => (media, bytes(file).await.ok_or_else(unread)?),
        };
        let length = u64::from(content.length());
        if BYTES_MOST < length {
            return Err(NotPicked::TooLarge { name: name(), bytes: length, most: BYTES_MOST });
        }
        let kept = self.replica.keep_content(&content, media).await;
        let blob = kept.map_err(|it| not_kept(&it))?;
        let twice = |all: &Vec<Picked>| all.iter().any(|it| it.content.blob == blob);
        if self.picked.try_with_untracked(twice) == Some(true) {
            return Err(NotPicked::Twice { name: name() });
        }
        let name = kept_name(&name(), way);
        let content = Content { blob, media, bytes: length, name };
        // Drawn now and kept with the draft: however often the form is sent, it is one row.
        Ok(Picked { id: AttachmentId(id::draw()), content })
    }
}

fn not_kept(trouble: &StorageTrouble) -> NotPicked {
    match trouble {
        StorageTrouble::Full => NotPicked::Full,
        _ => NotPicked::NotKept,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bytes, counted by the browser as a whole number"
)]
fn whole(bytes: f64) -> u64 {
    bytes as u64
}
