//! Staged files: an upload is streamed to disk, kept while somebody may still book it, and removed.

use std::{io, path::PathBuf, time::Duration};

use axum::{
    extract::Request,
    http::{HeaderMap, header},
};
use futures::StreamExt as _;
use shared::id::ImportId;
use tokio::io::AsyncWriteExt as _;

use crate::{
    error::{Error, Result},
    import::MAX_BYTES,
};

/// The folder in which uploaded files wait. Their names are ids: what a browser calls a file is
/// only shown.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    /// The largest file that is taken in.
    bytes_most: u64,
}

impl Staging {
    pub fn in_folder(folder: PathBuf) -> Staging {
        Staging { folder, bytes_most: MAX_BYTES }
    }

    pub fn path(&self, id: ImportId) -> PathBuf {
        self.folder.join(format!("{id}.csv"))
    }

    /// Writes the body of a request to the file of an import; answers its length.
    ///
    /// # Errors
    /// [`Error::TooLarge`]; nothing is left of a file that did not come whole.
    pub async fn take(&self, id: ImportId, request: Request) -> Result<u64> {
        if length(request.headers()).is_some_and(|it| self.bytes_most < it) {
            return Err(self.too_large());
        }
        self.make_folder().await.map_err(|it| unwritable(&it))?;
        let taken = self.stream(id, request).await;
        if taken.is_err() {
            self.remove(id).await;
        }
        taken
    }

    async fn stream(&self, id: ImportId, request: Request) -> Result<u64> {
        let mut file =
            tokio::fs::File::create_new(self.path(id)).await.map_err(|it| unwritable(&it))?;
        let mut body = request.into_body().into_data_stream();
        let mut bytes = 0;
        while let Some(part) = body.next().await {
            let part = part.map_err(|error| Error::Malformed(error.to_string()))?;
            bytes += part.len() as u64;
            if self.bytes_most < bytes {
                return Err(self.too_large());
            }
            file.write_all(&part).await.map_err(|it| unwritable(&it))?;
        }
        file.flush().await.map_err(|it| unwritable(&it))?;
        Ok(bytes)
    }

    fn too_large(&self) -> Error {
        Error::TooLarge(format!("{} MB", self.bytes_most / 1_048_576))
    }

    async fn make_folder(&self) -> io::Result<()> {
        let mut folder = tokio::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        folder.mode(0o700);
        folder.create(&self.folder).await
    }

    pub async fn is_here(&self, id: ImportId) -> bool {
        tokio::fs::try_exists(self.path(id)).await.unwrap_or(false)
    }

    /// Removes a file; one that is gone already is what was wanted.
    pub async fn remove(&self, id: ImportId) {
        if let Err(error) = tokio::fs::remove_file(self.path(id)).await
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, %id, "a staged file was not removed");
        }
    }

    /// The imports whose files have lain here for so long.
    pub async fn older_than(&self, age: Duration) -> io::Result<Vec<ImportId>> {
        let mut old = vec![];
        let mut entries = match tokio::fs::read_dir(&self.folder).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(old),
            Err(error) => return Err(error),
        };
        while let Some(entry) = entries.next_entry().await? {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(id) = name.strip_suffix(".csv").and_then(|it| it.parse().ok()) else {
                continue;
            };
            let written = entry.metadata().await?.modified()?;
            if written.elapsed().is_ok_and(|it| age < it) {
                old.push(id);
            }
        }
        Ok(old)
    }
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A full disk, or a folder that may not be written.
fn unwritable(error: &io::Error) -> Error {
    tracing::error!(%error, "an upload cannot be written");
    Error::Unavailable
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;
    use crate::id;

    fn parts(count: usize) -> Request {
        // Without a length before it, so that what comes is counted.
        let parts = (0..count).map(|_| Ok::<_, io::Error>("12345678"));
        Request::new(Body::from_stream(futures::stream::iter(parts)))
    }

    #[tokio::test]
    async fn what_comes_is_counted_and_too_much_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let staging = Staging { folder: folder.path().join("deep/in"), bytes_most: 80 };
        let (id, other) = (id::import(), id::import());
        assert_eq!(staging.take(id, parts(10)).await.unwrap(), 80);
        let told = staging.take(other, parts(11)).await.unwrap_err();
        assert!(matches!(told, Error::TooLarge(_)), "{told:?}");
        assert!(staging.is_here(id).await && !staging.is_here(other).await);
        assert_eq!(staging.older_than(Duration::from_hours(1)).await.unwrap(), []);
        staging.remove(id).await;
        assert!(!staging.is_here(id).await);
    }
}
