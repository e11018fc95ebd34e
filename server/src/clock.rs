//! The one clock: the machine's, or one that tests set.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::UNIX_EPOCH,
};

use shared::calendar::{Day, Instant, Zone};

/// Where the time comes from.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    /// The machine's and so many days more: to show what the coming days will bring.
    Ahead(u32),
    /// Stands still until it is set, in milliseconds since 1970.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at this instant.
    pub fn standing_at(at: Instant) -> Clock {
        Clock::Manual(Arc::new(AtomicI64::new(at.0)))
    }

    /// A clock that stands at noon of this day in a zone eight hours ahead of UTC, as Shanghai's.
    pub fn noon(day: Day) -> Clock {
        const DAY_MS: i64 = 24 * 3_600_000;
        let days = Day::from_ymd(1970, 1, 1).map_or(0, |first| day.days_since(first));
        Clock::standing_at(Instant(days * DAY_MS + 4 * 3_600_000))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> Instant {
        const DAY_MS: i64 = 24 * 3_600_000;
        let machine = || {
            let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH);
            since.map_or(0, |it| i64::try_from(it.as_millis()).unwrap_or(i64::MAX))
        };
        match self {
            Clock::System => Instant(machine()),
            Clock::Ahead(days) => Instant(machine().saturating_add(i64::from(*days) * DAY_MS)),
            Clock::Manual(at) => Instant(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a manual clock; the machine's goes its own way.
    pub fn set(&self, to: Instant) {
        if let Clock::Manual(at) = self {
            at.store(to.0, Ordering::SeqCst);
        }
    }

    /// The business day in this zone.
    pub fn today(&self, zone: &Zone) -> Day {
        zone.day_of(self.now())
    }
}
