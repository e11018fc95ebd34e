//! Blobs: content known by its own digest, wherever it lies.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The most bytes of one piece on its way up: 256 KiB. What a broken connection loses is one piece.
pub const PIECE_MOST: usize = 256 * 1024;

/// The SHA-256 of the content, which is its name everywhere: the same photo is the same blob.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Blob(String);

/// The text is no digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no SHA-256 in 64 lower-case hexadecimal digits")]
pub struct NotABlob(pub String);

impl Blob {
    /// The name of this content.
    #[must_use]
    pub fn of(content: &[u8]) -> Blob {
        Blob(crate::sync::digest_of_bytes(content))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Blob {
    type Err = NotABlob;
    fn from_str(text: &str) -> Result<Blob, NotABlob> {
        let is_digit = |it: u8| matches!(it, b'0'..=b'9' | b'a'..=b'f');
        if text.len() == 64 && text.bytes().all(is_digit) {
            Ok(Blob(text.to_owned()))
        } else {
            Err(NotABlob(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Blob {
    type Error = NotABlob;
    fn try_from(text: String) -> Result<Blob, NotABlob> {
        text.parse()
    }
}

impl From<Blob> for String {
    fn from(it: Blob) -> String {
        it.0
    }
}

/// What kinds of content are taken: photos, and papers as PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Media {
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/webp")]
    Webp,
    #[serde(rename = "application/pdf")]
    Pdf,
}

impl Media {
    pub const ALL: [Media; 4] = [Media::Jpeg, Media::Png, Media::Webp, Media::Pdf];

    /// The name of RFC 6838.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Media::Jpeg => "image/jpeg",
            Media::Png => "image/png",
            Media::Webp => "image/webp",
            Media::Pdf => "application/pdf",
        }
    }

    /// How the name of such a file ends.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Media::Jpeg => "jpg",
            Media::Png => "png",
            Media::Webp => "webp",
            Media::Pdf => "pdf",
        }
    }

    #[must_use]
    pub fn is_picture(self) -> bool {
        self != Media::Pdf
    }

    /// What content begins as, whatever it is called: what claims to be a photo and is a page of
    /// script is never answered as one.
    #[must_use]
    pub fn of_content(content: &[u8]) -> Option<Media> {
        match content {
            [0xFF, 0xD8, 0xFF, ..] => Some(Media::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some(Media::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Media::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Media::Pdf),
            _ => None,
        }
    }
}

/// How much of a blob the server has: where the next piece begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobState {
    /// Bytes that are there, from the beginning.
    pub here: u64,
    /// All of it is, and it is what its name says.
    pub whole: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_is_named_by_its_content() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Blob::of(b"").as_str(), empty);
        assert_eq!(empty.parse::<Blob>().map(|it| it.to_string()), Ok(empty.to_owned()));
        for text in ["", &empty[1..], &empty.to_uppercase(), &format!("{}g", &empty[1..])] {
            assert_eq!(text.parse::<Blob>(), Err(NotABlob(text.to_owned())));
        }
    }

    #[test]
    fn content_is_what_it_begins_as() {
        let rows: [(&[u8], Option<Media>); 7] = [
            (b"\xFF\xD8\xFF\xE0..", Some(Media::Jpeg)),
            (b"\x89PNG\r\n\x1a\n..", Some(Media::Png)),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some(Media::Webp)),
            (b"%PDF-1.7", Some(Media::Pdf)),
            (b"<!doctype html>", None),
            (b"GIF89a", None),
            (b"", None),
        ];
        for (content, media) in rows {
            assert_eq!(Media::of_content(content), media);
        }
        for media in Media::ALL {
            assert_eq!(serde_json::to_value(media).unwrap(), media.name());
        }
    }
}
