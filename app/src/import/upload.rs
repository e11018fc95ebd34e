//! An upload: a file on its way to the server, seen and broken off while it goes.

use std::{cell::Cell, rc::Rc};

use app::view::query::query_string;
use futures::channel::oneshot;
use leptos::prelude::*;
use shared::import::job::Job;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// Why a file did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotBrought {
    Unreachable,
    TooLarge,
    Refused,
    /// By whoever sent it.
    Cancelled,
}

/// A file on its way. The browser's own request: it alone tells how much has left.
#[derive(Clone)]
pub struct Upload(XmlHttpRequest);

impl Upload {
    pub fn cancel(&self) {
        // What has arrived already cannot be broken off, and is no trouble.
        _ = self.0.abort();
    }
}

/// Sends a file; `percent` follows it.
pub fn upload(
    file: &File,
    percent: RwSignal<u64>,
) -> Result<(Upload, impl Future<Output = Result<Job, NotBrought>> + use<>), NotBrought> {
    let request = XmlHttpRequest::new().map_err(|_| NotBrought::Refused)?;
    let (tell, told) = oneshot::channel::<Ended>();
    let begun = begin(&request, file, percent, tell).map_err(|_| NotBrought::Refused)?;
    let (sent, answered) = (Upload(request.clone()), request);
    let arrived = async move {
        let ended = told.await.unwrap_or(Ended::Unreachable);
        drop(begun);
        match ended {
            Ended::Cancelled => Err(NotBrought::Cancelled),
            Ended::Unreachable => Err(NotBrought::Unreachable),
            Ended::Answered => read(&answered),
        }
    };
    Ok((sent, arrived))
}

#[derive(Debug, Clone, Copy)]
enum Ended {
    Answered,
    Unreachable,
    Cancelled,
}

/// What listens while a file is on its way.
struct Listening {
    _progress: Closure<dyn FnMut(ProgressEvent)>,
    _ends: Vec<Closure<dyn FnMut()>>,
}

fn begin(
    request: &XmlHttpRequest,
    file: &File,
    percent: RwSignal<u64>,
    tell: oneshot::Sender<Ended>,
) -> Result<Listening, JsValue> {
    let query = query_string(&[("file_name", &file.name())]);
    request.open("POST", &format!("/api/imports{query}"))?;
    request.set_request_header("content-type", "application/octet-stream")?;
    let progress = Closure::new(move |event: ProgressEvent| {
        if 0.0 < event.total() {
            let share = event.loaded() * 100.0 / event.total();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share between 0 and 100"
            )]
            let _ = percent.try_set(share as u64);
        }
    });
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    // Not the page's: what shows the choice of a file goes when the file is on its way.
    let tell = Rc::new(Cell::new(Some(tell)));
    let end = |how: Ended| {
        let tell = Rc::clone(&tell);
        Closure::<dyn FnMut()>::new(move || {
            if let Some(tell) = tell.take() {
                // Nobody waits for it any more once the page is left.
                _ = tell.send(how);
            }
        })
    };
    let ends = vec![end(Ended::Answered), end(Ended::Unreachable), end(Ended::Cancelled)];
    request.set_onload(Some(ends[0].as_ref().unchecked_ref()));
    request.set_onerror(Some(ends[1].as_ref().unchecked_ref()));
    request.set_onabort(Some(ends[2].as_ref().unchecked_ref()));
    request.send_with_opt_blob(Some(file))?;
    Ok(Listening { _progress: progress, _ends: ends })
}

fn read(request: &XmlHttpRequest) -> Result<Job, NotBrought> {
    match request.status() {
        Ok(200) => {
            let text = request.response_text().ok().flatten().unwrap_or_default();
            serde_json::from_str(&text).map_err(|_| NotBrought::Refused)
        }
        Ok(413) => Err(NotBrought::TooLarge),
        _ => Err(NotBrought::Refused),
    }
}
