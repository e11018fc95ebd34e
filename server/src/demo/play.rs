//! Playing the script: every day's acts in one group, sent by the devices of those who act.

use std::collections::BTreeMap;

use serde_json::value::to_raw_value;
use shared::{
    id::DeviceId,
    sync::{Command, Verdict, apply::Signed},
};

use super::{
    people::PEOPLE,
    script::{Ends, Scene, Script, Who, instant, user},
};
use crate::{
    clock::Clock,
    error::{Error, Result},
    server::Server,
    sync::{BuiltIn, Incoming, NewDevice, Sent},
};

/// The minute at which a day's acts are sent: in the evening, when all phones are back.
const EVENING: u32 = 18 * 60 + 30;
/// When the devices of the demonstration are said to have been made: their ids tell it.
const DEVICES_MADE_MS: u64 = 1_700_000_000_000;

impl Server {
    /// Plays a script from its first day to its last, kept whole or not at all.
    pub(super) async fn play(&self, script: Script) -> Result<()> {
        let first = instant(script.first, 0);
        let clock = Clock::standing_at(first);
        let mut all = self.rehearse_by(BuiltIn::Cli, clock.clone()).await?;
        for it in &PEOPLE {
            let (device, label) = (device_of(it.login), it.device);
            all.register(NewDevice { device, user: user(it.login), label, at: first }).await?;
        }
        let mut last_numbers: BTreeMap<&str, i64> = BTreeMap::new();
        let scenes = script.into_scenes();
        for day in scenes.chunk_by(|a, b| a.on == b.on) {
            clock.set(instant(day[0].on, EVENING));
            let batches = day.chunk_by(|a, b| a.by == b.by);
            let mut sent = vec![];
            for batch in batches {
                sent.push(sent_by(batch, &mut last_numbers)?);
            }
            let told = all.submit_all(&sent).await?;
            for (scene, it) in day.iter().zip(&told) {
                as_told(scene, &it.answered.verdict)?;
            }
        }
        all.commit().await
    }
}

/// The device a person of the demonstration acts from.
pub fn device_of(login: &str) -> DeviceId {
    let nth = PEOPLE.iter().position(|it| it.login == login).unwrap_or(PEOPLE.len());
    // The last two bytes make the sign on slips: another for each.
    let [high, low] = u16::try_from(nth * 1_021 + 77).unwrap_or(0).to_be_bytes();
    let bytes = [0, 0, 0, 0, 0, 0, 0, 0, high, low];
    DeviceId(uuid::Builder::from_unix_timestamp_millis(DEVICES_MADE_MS, &bytes).into_uuid())
}

/// What one device sends of a day: all scenes are by the same.
fn sent_by(scenes: &[Scene], last_numbers: &mut BTreeMap<&'static str, i64>) -> Result<Sent> {
    match scenes[0].by {
        Who::File => Ok(Sent::by(BuiltIn::Import, of_system(scenes, BuiltIn::Import))),
        Who::CommandLine => Ok(Sent::by(BuiltIn::Cli, of_system(scenes, BuiltIn::Cli))),
        Who::Person(login) => {
            let last = last_numbers.entry(login).or_default();
            let first = *last + 1;
            *last += i64::try_from(scenes.len()).unwrap_or(i64::MAX);
            let signed = Signed::Person(user(login));
            let commands = scenes.iter().map(|it| {
                let raw = to_raw_value(&command(it, user(login)))?;
                Ok(Incoming::of_device(&raw))
            });
            let commands = commands.collect::<Result<_>>()?;
            Ok(Sent::from_device(device_of(login), signed, first, commands))
        }
    }
}

fn of_system(scenes: &[Scene], by: BuiltIn) -> Vec<Incoming> {
    let author = by.caller().user;
    scenes.iter().map(|it| Incoming::of_system(command(it, author))).collect()
}

fn command(scene: &Scene, author: shared::id::UserId) -> Command {
    Command {
        op_id: scene.op,
        author,
        acted_on: scene.on,
        captured_at: scene.at(),
        build: env!("CARGO_PKG_VERSION").to_owned(),
        customer: scene.customer,
        base: vec![],
        policy: 0,
        deps: vec![],
        act: scene.act.clone(),
    }
}

/// # Errors
/// An act ended otherwise than its story says: nothing of the demonstration is kept.
fn as_told(scene: &Scene, verdict: &Verdict) -> Result<()> {
    let told = match scene.ends {
        Ends::Applied => *verdict == Verdict::Applied,
        Ends::Merged => matches!(verdict, Verdict::Merged { .. }),
        Ends::NeedsReview => matches!(verdict, Verdict::NeedsReview { .. }),
    };
    if told {
        return Ok(());
    }
    Err(Error::Setup(format!("{}: {verdict:?} to {:?}", scene.on, scene.act)))
}
