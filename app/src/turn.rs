//! Turns of the page's one thread: long work is done in short ones, and between two of them the
//! browser looks after whoever holds the phone.
//!
//! What is awaited goes on in the same turn as long as nothing else is waited for, so that a start
//! with everything on the device would be one long turn.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageChannel, MessageEvent, MessagePort, Performance};

/// How long a turn may be. A slow phone needs several times that for what was begun in it.
const TURN_MS: f64 = 2.0;

thread_local! {
    static TURN: Turn = Turn::new();
}

/// The turn that is going on, and who waits for the next.
struct Turn {
    began: Cell<Option<f64>>,
    waiting: RefCell<Vec<Waker>>,
    clock: Option<Performance>,
    /// What is sent there arrives in a turn of its own, and sooner than a timer rings.
    next: Option<MessagePort>,
}

impl Turn {
    fn new() -> Turn {
        let clock = web_sys::window().and_then(|it| it.performance());
        let next = MessageChannel::new().ok().map(|channel| {
            let comes = Closure::<dyn FnMut(MessageEvent)>::new(|_| TURN.with(Turn::comes));
            channel.port1().set_onmessage(Some(comes.as_ref().unchecked_ref()));
            // As long as the page lives.
            comes.forget();
            channel.port2()
        });
        Turn { began: Cell::new(None), waiting: RefCell::default(), clock, next }
    }

    /// Whether the time of this turn is used up; the first who asks begins it.
    fn is_over(&self) -> bool {
        let (Some(clock), Some(next)) = (&self.clock, &self.next) else { return false };
        if let Some(began) = self.began.get() {
            return TURN_MS <= clock.now() - began;
        }
        if next.post_message(&JsValue::NULL).is_ok() {
            self.began.set(Some(clock.now()));
        }
        false
    }

    fn comes(&self) {
        self.began.set(None);
        for it in self.waiting.take() {
            it.wake();
        }
    }

    /// Ready in the next turn; where there are none, at once.
    fn poll_next(&self, context: &Context<'_>, asked: bool) -> Poll<()> {
        let begun = || self.is_over() || self.began.get().is_some();
        if asked || !begun() {
            return Poll::Ready(());
        }
        self.waiting.borrow_mut().push(context.waker().clone());
        Poll::Pending
    }

    /// Ready as soon as there is time left.
    fn poll(&self, context: &Context<'_>) -> Poll<()> {
        if self.is_over() {
            self.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    }
}

/// Makes way if this turn has been long enough.
pub async fn pause() {
    poll_fn(|context| TURN.with(|it| it.poll(context))).await;
}

/// Makes way in any case: what follows has a turn before it.
pub async fn next() {
    let mut asked = false;
    poll_fn(|context| TURN.with(|it| it.poll_next(context, std::mem::replace(&mut asked, true))))
        .await;
}

/// Runs what the screens have to do in turns.
struct InTurns;

impl CustomExecutor for InTurns {
    fn spawn(&self, work: PinnedFuture<()>) {
        in_turns(work);
    }

    fn spawn_local(&self, work: PinnedLocalFuture<()>) {
        in_turns(work);
    }

    /// The browser does it.
    fn poll_local(&self) {}
}

fn in_turns<W: Future<Output = ()> + ?Sized + 'static>(mut work: Pin<Box<W>>) {
    spawn_local(poll_fn(move |context| match TURN.with(|it| it.poll(context)) {
        Poll::Ready(()) => work.as_mut().poll(context),
        Poll::Pending => Poll::Pending,
    }));
}

/// From now on effects and tasks of the screens run in turns. To be called before anything is shown.
pub fn take_turns() {
    // Somebody else came first: then everything is done at once, as by default.
    _ = Executor::init_local_custom_executor(InTurns);
}
