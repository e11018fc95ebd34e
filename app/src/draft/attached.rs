//! Photos and papers picked for a form: what the draft keeps of them, and the commands they become.

use serde::{Deserialize, Serialize};
use shared::{
    attachment::{Add, AttachedTo, BYTES_MOST, Content, Media, NAME_MAX},
    id::AttachmentId,
    sync::Act,
};

/// The most photos and papers of one form.
pub const MOST: usize = 9;
/// The longest side of a picture that is kept, in pixels: a page of A4 can be read at that.
pub const SIDE_MOST: u32 = 1_600;
/// Of a picture before it is made smaller, in bytes: taking a larger one apart can end a phone's tab.
pub const PICTURE_MOST: u64 = 40 * 1024 * 1024;

/// What was picked. Its bytes lie in the device's storage under their digest; the draft has no more
/// than their name, and the id of the row they will become, so that a form sent twice attaches once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picked {
    pub id: AttachmentId,
    pub content: Content,
}

/// Why something was not picked. Nothing else of the form is touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotPicked {
    /// Neither a picture nor a PDF.
    WrongType {
        name: String,
    },
    /// A picture that this browser cannot read, as HEIC in Chromium.
    Undecodable {
        name: String,
    },
    TooLarge {
        name: String,
        bytes: u64,
        most: u64,
    },
    Empty {
        name: String,
    },
    /// The same content is in the form.
    Twice {
        name: String,
    },
    TooMany {
        most: usize,
    },
    /// The device has no room for it.
    Full,
    /// The device could not keep it.
    NotKept,
    /// So many that were picked earlier are not on this device any more.
    Lost {
        count: usize,
    },
}

/// What is to be done with a file before it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Decoded, made smaller, kept as JPEG.
    Shrink,
    /// As it is.
    Keep(Media),
}

/// A file as it comes from camera or folder.
#[derive(Debug, Clone, Copy)]
pub struct Offered<'a> {
    pub name: &'a str,
    /// What the browser says that it is.
    pub kind: &'a str,
    pub bytes: u64,
    /// How it begins.
    pub head: &'a [u8],
}

/// Whether a file can be taken, and how: by what it begins as, else by what it is called.
///
/// # Errors
/// Why not.
pub fn way(it: Offered<'_>) -> Result<Way, NotPicked> {
    let name = || it.name.to_owned();
    if it.bytes == 0 {
        return Err(NotPicked::Empty { name: name() });
    }
    let (way, most) = match Media::of_content(it.head) {
        Some(Media::Pdf) => (Way::Keep(Media::Pdf), BYTES_MOST),
        Some(_) => (Way::Shrink, PICTURE_MOST),
        // HEIC and the like: some browsers can read them, and what they read becomes a JPEG.
        None if it.kind.starts_with("image/") => (Way::Shrink, PICTURE_MOST),
        None => return Err(NotPicked::WrongType { name: name() }),
    };
    if most < it.bytes {
        return Err(NotPicked::TooLarge { name: name(), bytes: it.bytes, most });
    }
    Ok(way)
}

/// How large a picture becomes: as it is where it is small enough, else its longest side is cut.
#[must_use]
pub fn shrunken(width: u32, height: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= SIDE_MOST {
        return (width, height);
    }
    let cut = |side: u32| {
        let side = u64::from(side) * u64::from(SIDE_MOST) / u64::from(longest);
        u32::try_from(side).unwrap_or(SIDE_MOST).max(1)
    };
    (cut(width), cut(height))
}

/// The name that is kept of a file: a photo that was taken has none of its own, a longer one than the
/// rule allows loses its beginning.
#[must_use]
pub fn kept_name(name: &str, way: Way) -> String {
    if way == Way::Shrink {
        return String::new();
    }
    let length = name.chars().count();
    name.chars().skip(length.saturating_sub(NAME_MAX)).collect::<String>().trim().to_owned()
}

/// The commands that attach what was picked.
#[must_use]
pub fn adds(picked: &[Picked], to: AttachedTo) -> Vec<Act> {
    let add = |it: &Picked| Act::AddAttachment(Add { id: it.id, to, content: it.content.clone() });
    picked.iter().map(add).collect()
}

/// The form of attachments to a customer's own file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachDraft {
    #[serde(default)]
    pub attached: Vec<Picked>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered<'a>(kind: &'a str, head: &'a [u8], bytes: u64) -> Offered<'a> {
        Offered { name: "a", kind, bytes, head }
    }

    #[test]
    fn a_file_is_taken_by_what_it_begins_as() {
        let name = || "a".to_owned();
        let (jpeg, pdf) = (b"\xFF\xD8\xFF\xE0".as_slice(), b"%PDF-1.7".as_slice());
        let rows: [(Offered<'_>, Result<Way, NotPicked>); 9] = [
            (offered("image/jpeg", jpeg, 9), Ok(Way::Shrink)),
            // What it is called counts for nothing where it says itself what it is.
            (offered("text/plain", jpeg, 9), Ok(Way::Shrink)),
            (offered("", pdf, 9), Ok(Way::Keep(Media::Pdf))),
            (offered("image/heic", b"....ftypheic", 9), Ok(Way::Shrink)),
            (
                offered("text/html", b"<!doctype html>", 9),
                Err(NotPicked::WrongType { name: name() }),
            ),
            (
                offered("application/pdf", b"PK\x03\x04", 9),
                Err(NotPicked::WrongType { name: name() }),
            ),
            (offered("image/png", b"", 0), Err(NotPicked::Empty { name: name() })),
            (
                offered("", pdf, BYTES_MOST + 1),
                Err(NotPicked::TooLarge { name: name(), bytes: BYTES_MOST + 1, most: BYTES_MOST }),
            ),
            (
                offered("", jpeg, PICTURE_MOST + 1),
                Err(NotPicked::TooLarge {
                    name: name(),
                    bytes: PICTURE_MOST + 1,
                    most: PICTURE_MOST,
                }),
            ),
        ];
        for (file, answer) in rows {
            assert_eq!(way(file), answer, "{file:?}");
        }
        assert_eq!(way(offered("", pdf, BYTES_MOST)), Ok(Way::Keep(Media::Pdf)));
    }

    #[test]
    fn the_longest_side_is_cut_and_the_shape_stays() {
        assert_eq!(shrunken(800, 600), (800, 600));
        assert_eq!(shrunken(1_600, 1_600), (1_600, 1_600));
        assert_eq!(shrunken(4_000, 3_000), (1_600, 1_200));
        assert_eq!(shrunken(3_000, 4_000), (1_200, 1_600));
        assert_eq!(shrunken(100_000, 10), (1_600, 1), "a line stays a line");
    }

    #[test]
    fn a_photo_has_no_name_and_a_paper_a_short_one() {
        assert_eq!(kept_name("IMG_2026.jpg", Way::Shrink), "");
        let keep = Way::Keep(Media::Pdf);
        assert_eq!(kept_name(" 合同.pdf", keep), "合同.pdf");
        let long = format!("{}.pdf", "长".repeat(NAME_MAX));
        let kept = kept_name(&long, keep);
        assert_eq!((kept.chars().count(), kept.chars().last()), (NAME_MAX, Some('f')));
    }
}
