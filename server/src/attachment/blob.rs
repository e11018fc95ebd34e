//! Blobs as they are kept: in pieces under their digest, in the database, so that a backup has them.

use sha2::{Digest as _, Sha256};
use shared::{
    attachment::{BYTES_MOST, Blob, BlobState, Media, PIECE_MOST},
    calendar::Instant,
    sync::hexadecimal,
    user::Caller,
};
use sqlx::Row as _;

use crate::{
    dialect::{self, Db},
    error::{Error, Result},
    server::Server,
};

type Connection = <Db as sqlx::Database>::Connection;

/// A blob on its way, or come.
struct Kept {
    bytes: i64,
    here: i64,
    whole: bool,
}

impl Kept {
    fn state(&self) -> BlobState {
        BlobState { here: u64::try_from(self.here).unwrap_or(0), whole: self.whole }
    }
}

impl Server {
    /// How much of a blob is here.
    pub(super) async fn blob_state(&self, blob: &Blob) -> Result<BlobState> {
        let row = sqlx::query(STATE).bind(blob.as_str()).fetch_optional(self.read()).await?;
        let nothing = BlobState { here: 0, whole: false };
        Ok(row.map_or(nothing, |row| kept(&row).state()))
    }

    /// Takes the next piece of a blob, and answers how much is here then. A piece that is not the
    /// next is not taken: whoever sent it hears where to go on. With the last one the whole is
    /// looked at.
    ///
    /// # Errors
    /// [`Error::TooLarge`]; [`Error::BlobDamaged`] and [`Error::BlobType`] for a whole that is not
    /// what its name says, or nothing that is taken here: none of it is kept then.
    pub(super) async fn bring_piece(
        &self,
        caller: &Caller,
        blob: &Blob,
        at: u64,
        of: u64,
        piece: &[u8],
    ) -> Result<BlobState> {
        if BYTES_MOST < of {
            return Err(Error::TooLarge(format!("{} MB", BYTES_MOST / 1_048_576)));
        }
        let (Ok(at), Ok(of)) = (i64::try_from(at), i64::try_from(of)) else {
            return Err(Error::Malformed("at".to_owned()));
        };
        let length = i64::try_from(piece.len()).unwrap_or(i64::MAX);
        if length == 0 || of < at.saturating_add(length) {
            return Err(Error::Malformed(format!("{length} bytes at {at} of {of}")));
        }
        let mut tx = dialect::begin(self.write()).await?;
        sqlx::query(BEGIN)
            .bind(blob.as_str())
            .bind(of)
            .bind(caller.user.0)
            .bind(self.now().0)
            .execute(&mut *tx)
            .await?;
        // Whoever touches it is the only one who adds to it.
        let touched = sqlx::query(TOUCH).bind(self.now().0).bind(blob.as_str());
        let mut now = kept(&touched.fetch_one(&mut *tx).await?);
        if now.bytes != of && !now.whole {
            // One of the two is wrong about its length, and the digest will tell: begin anew.
            forget(&mut tx, blob).await?;
            tx.commit().await?;
            return Err(Error::BlobDamaged);
        }
        if now.whole || now.here != at {
            return Ok(now.state());
        }
        sqlx::query(PIECE).bind(blob.as_str()).bind(at).bind(piece).execute(&mut *tx).await?;
        now.here += length;
        let looked_at = if now.here == of { looked_at(&mut tx, blob).await? } else { Ok(None) };
        let media = match looked_at {
            Ok(media) => media,
            Err(error) => {
                forget(&mut tx, blob).await?;
                tx.commit().await?;
                return Err(error);
            }
        };
        now.whole = media.is_some();
        sqlx::query(GROWN)
            .bind(now.here)
            .bind(media.map(Media::name))
            .bind(blob.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(now.state())
    }

    /// Lets go of what nothing names any more: at once what was removed, after a while what has come
    /// and was never named, since the command that names it may have waited on a phone.
    pub(super) async fn forget_unnamed(&self, before: Instant) -> Result<()> {
        let rows = sqlx::query(UNNAMED).bind(before.0).fetch_all(self.read()).await?;
        for row in rows {
            let digest: String = row.get(0);
            let Ok(blob) = digest.parse::<Blob>() else { continue };
            let mut tx = dialect::begin(self.write()).await?;
            // Somebody may have named it meanwhile.
            let still = sqlx::query(STILL_UNNAMED).bind(before.0).bind(blob.as_str());
            if still.fetch_optional(&mut *tx).await?.is_some() {
                forget(&mut tx, &blob).await?;
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

fn kept(row: &<Db as sqlx::Database>::Row) -> Kept {
    let media: Option<String> = row.get(2);
    Kept { bytes: row.get(0), here: row.get(1), whole: media.is_some() }
}

async fn forget(tx: &mut Connection, blob: &Blob) -> Result<()> {
    for text in [FORGET_PIECES, FORGET] {
        sqlx::query(text).bind(blob.as_str()).execute(&mut *tx).await?;
    }
    Ok(())
}

/// What a whole is, or why it is none. Reading it through on a thread of its own keeps no request
/// waiting.
async fn looked_at(tx: &mut Connection, blob: &Blob) -> Result<Result<Option<Media>>> {
    let bytes = pieces(tx, blob).await?;
    let looking = tokio::task::spawn_blocking(move || {
        (hexadecimal(&Sha256::digest(&bytes)), Media::of_content(&bytes))
    });
    let (digest, media) = looking.await.map_err(|_| Error::Unavailable)?;
    if digest != blob.as_str() {
        return Ok(Err(Error::BlobDamaged));
    }
    Ok(media.map(Some).ok_or(Error::BlobType))
}

/// A blob that has come whole: what it is, and its bytes.
pub(super) async fn whole(tx: &mut Connection, blob: &Blob) -> Result<Option<(Media, Vec<u8>)>> {
    let media: Option<Option<String>> =
        sqlx::query_scalar(MEDIA).bind(blob.as_str()).fetch_optional(&mut *tx).await?;
    let Some(media) = media.flatten() else { return Ok(None) };
    let known = Media::ALL.into_iter().find(|it| it.name() == media);
    let media = known.ok_or_else(|| Error::Unreadable(format!("a blob of {media}")))?;
    Ok(Some((media, pieces(tx, blob).await?)))
}

async fn pieces(tx: &mut Connection, blob: &Blob) -> Result<Vec<u8>> {
    let rows = sqlx::query(PIECES).bind(blob.as_str()).fetch_all(tx).await?;
    let mut bytes = Vec::with_capacity(rows.len() * PIECE_MOST);
    for row in &rows {
        bytes.extend_from_slice(row.get(0));
    }
    Ok(bytes)
}

statements! {
    STATE = "SELECT bytes, here, media FROM blob WHERE digest = $1";
    BEGIN = "INSERT INTO blob (digest, bytes, here, brought_by, touched_at) \
        VALUES ($1, $2, 0, $3, $4) ON CONFLICT (digest) DO NOTHING";
    PIECE = "INSERT INTO blob_piece (digest, at, bytes) VALUES ($1, $2, $3)";
    TOUCH = "UPDATE blob SET touched_at = $1 WHERE digest = $2 RETURNING bytes, here, media";
    GROWN = "UPDATE blob SET here = $1, media = $2 WHERE digest = $3";
    PIECES = "SELECT bytes FROM blob_piece WHERE digest = $1 ORDER BY at";
    MEDIA = "SELECT media FROM blob WHERE digest = $1";
    FORGET_PIECES = "DELETE FROM blob_piece WHERE digest = $1";
    FORGET = "DELETE FROM blob WHERE digest = $1";
    UNNAMED = "SELECT digest FROM blob WHERE NOT EXISTS (SELECT 1 FROM attachment a \
        WHERE a.blob = blob.digest AND a.state <> 'removed') AND (touched_at < $1 OR EXISTS \
        (SELECT 1 FROM attachment a WHERE a.blob = blob.digest))";
    STILL_UNNAMED = "SELECT digest FROM blob WHERE NOT EXISTS (SELECT 1 FROM attachment a \
        WHERE a.blob = blob.digest AND a.state <> 'removed') AND (touched_at < $1 OR EXISTS \
        (SELECT 1 FROM attachment a WHERE a.blob = blob.digest)) AND digest = $2";
}
