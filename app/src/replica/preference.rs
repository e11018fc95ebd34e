//! What someone prefers on this device, known before the replica is open: the language, the theme.
//!
//! A browser that stores nothing (private windows, blocked cookies) simply asks again next time.

fn store() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

pub fn kept(key: &str) -> Option<String> {
    store()?.get_item(key).ok().flatten()
}

pub fn keep(key: &str, value: &str) {
    if let Some(store) = store() {
        // A full store loses the preference, nothing else.
        let _ = store.set_item(key, value);
    }
}

pub fn forget(key: &str) {
    if let Some(store) = store() {
        let _ = store.remove_item(key);
    }
}
