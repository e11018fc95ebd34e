//! What the browser's storage says when it does not do what was asked.

use shared::sync::replica::StorageFault;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::DomException;

/// The browser's storage did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StorageTrouble {
    #[error("the device's storage is full")]
    Full,
    #[error("another tab holds an older version of the database open")]
    Blocked,
    #[error("a newer version of the app has taken over the database")]
    Superseded,
    #[error("the browser has closed the database")]
    Closed,
    #[error("the browser has removed the database")]
    Emptied,
    #[error("the browser offers no database here")]
    Absent,
    #[error("the device's storage failed: {0}")]
    Failed(String),
}

impl StorageTrouble {
    pub(super) fn of(error: &JsValue) -> StorageTrouble {
        match error.dyn_ref::<DomException>() {
            Some(exception) => StorageTrouble::of_exception(Some(exception)),
            None => StorageTrouble::Failed(format!("{error:?}")),
        }
    }

    pub(super) fn of_exception(exception: Option<&DomException>) -> StorageTrouble {
        let Some(it) = exception else {
            return StorageTrouble::Failed("the transaction was aborted".to_owned());
        };
        match it.name().as_str() {
            "QuotaExceededError" => StorageTrouble::Full,
            // The database on disk is of a newer build than this page.
            "VersionError" => StorageTrouble::Superseded,
            "SecurityError" => StorageTrouble::Absent,
            name => StorageTrouble::Failed(format!("{name}: {}", it.message())),
        }
    }

    pub(super) fn fault(&self) -> StorageFault {
        match self {
            StorageTrouble::Full => StorageFault::Full,
            other => StorageFault::Failed(other.to_string()),
        }
    }
}
