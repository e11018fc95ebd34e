//! Storage: what stands on a phone and nowhere else, the outbox with its numbers, is read for ever. A
//! phone may be opened again by a build that is years younger than the one that wrote.
//!
//! Under `tests/wire/storage/` stand records as they were written, with what they mean: which commands
//! wait, what the others were answered, and what is sent next. Where a build writes them in another
//! form, the new form is pinned under a new name, and the old one goes on being read.

use std::{collections::VecDeque, fs};

use serde::{Deserialize, Serialize};
use serde_json::{
    Value, json,
    value::{RawValue, to_raw_value},
};
use shared::{
    calendar::Instant,
    id::{DeviceId, Epoch, OpId, UserId},
    refusal::Refusal,
    sync::{
        Answered, Command, PullReply, PushReply, PushRequest, Registered, Verdict,
        replica::{Event, Failure, Moment, Replica, Stage, Write},
    },
    user::Role,
};
use tests::phone::{Ask, Errand, Phone, Reply, Storage};
use uuid::Uuid;

use super::{folder_of, pinned_text, sample};

const FOLDER: &str = "storage";

/// Records of a storage, and what a phone with them knows and does.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    records: Vec<Write>,
    means: Value,
}

/// A phone in a pocket, with a server that says what it is told to say.
struct Pocket {
    phone: Phone,
    life: u64,
    online: bool,
    now: Instant,
    /// The line breaks for good with so many registrations.
    online_until: u128,
    epoch: u128,
    devices: u128,
    verdicts: Vec<Verdict>,
    pushed: Vec<PushRequest>,
}

fn lin() -> UserId {
    UserId::of_login("lin")
}

impl Pocket {
    fn new(storage: Storage) -> Pocket {
        let mut phone = Phone::new(lin(), 0);
        phone.storage = storage;
        let life = phone.open_tab("0.1.0");
        Pocket {
            phone,
            life,
            online: false,
            now: Instant(1_795_000_000_000),
            online_until: u128::MAX,
            epoch: 3,
            devices: 0,
            verdicts: vec![],
            pushed: vec![],
        }
    }

    fn replica(&mut self) -> &Replica {
        &self.phone.tab(self.life).expect("the tab is open").replica
    }

    /// Something happens, and all that can be done of it now is done.
    fn on(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let moment = Moment { now: self.now, roll: 0 };
            let tab = self.phone.tab(self.life).expect("the tab is open");
            for errand in tab.step(event, moment) {
                events.extend(self.run(errand));
            }
        }
    }

    fn run(&mut self, errand: Errand) -> Option<Event> {
        Some(match errand {
            Errand::Ask { ticket, .. } if !self.online || self.online_until <= self.devices => {
                Event::Failed { ticket, failure: Failure::Unreachable }
            }
            Errand::Ask { ticket, ask } => {
                let reply = Reply { status: 200, body: self.answer(&ask) };
                ask.answered(ticket, Some(&reply))
            }
            Errand::Store { ticket, transaction } => {
                let writes = self.phone.storage.commit(&transaction).expect("there is room");
                Event::Persisted { ticket, writes }
            }
            Errand::Load { ticket, keys } => {
                Event::Loaded { ticket, texts: self.phone.storage.load(&keys) }
            }
            Errand::Reread => Event::Told(self.phone.storage.opened()),
            Errand::Tell(_) | Errand::Wake(_) => return None,
        })
    }

    fn answer(&mut self, ask: &Ask) -> String {
        let epoch = Epoch(Uuid::from_u128(self.epoch));
        let told = match ask {
            Ask::Register => {
                self.devices += 1;
                json!(Registered { device: DeviceId(Uuid::from_u128(0x50 + self.devices)), epoch })
            }
            Ask::Push(text) => {
                let request: PushRequest = serde_json::from_str(text).expect("a push");
                let reply = self.verdicts_of(&request, epoch);
                self.pushed.push(request);
                json!(reply)
            }
            Ask::Pull(text) if !text.contains(&epoch.to_string()) => {
                json!(PullReply::NewEpoch { epoch })
            }
            Ask::Pull(_) => json!(PullReply::Page {
                epoch,
                server_time: Instant(1_795_000_000_000),
                today: "2026-11-18".parse().expect("a day"),
                reflected: u64::try_from(self.verdicts.len()).expect("a number"),
                schema: shared::sync::SCHEMA,
                pages: vec![],
                added: vec![],
                revoked: vec![],
                snapshot_required: vec![],
            }),
            Ask::Snapshot(_) | Ask::Chunk(_) => panic!("nothing is granted"),
        };
        told.to_string()
    }

    fn verdicts_of(&self, request: &PushRequest, epoch: Epoch) -> PushReply {
        if request.epoch != epoch {
            return PushReply::NewEpoch { epoch };
        }
        let numbered = request.commands.iter().zip(request.first_op_seq..);
        let verdicts = numbered.map(|(raw, op_seq)| {
            let verdict = self.verdicts[usize::try_from(op_seq).expect("a number") - 1].clone();
            Answered { op_seq, op_id: op_of(raw), verdict }
        });
        PushReply::Answered { epoch, verdicts: verdicts.collect() }
    }

    fn says(&mut self, command: Box<RawValue>) {
        self.on(Event::Append(command));
    }
}

fn op_of(raw: &RawValue) -> OpId {
    #[derive(Deserialize)]
    struct Op {
        op_id: OpId,
    }
    serde_json::from_str::<Op>(raw.get()).expect("a command has an id").op_id
}

/// A command as a person gives it, under its own id.
fn said(number: u128) -> Box<RawValue> {
    let (_, whole) = sample::commands().into_iter().next().expect("a whole command");
    let command = Command { op_id: OpId(Uuid::from_u128(number)), deps: vec![], ..whole };
    to_raw_value(&command).expect("a command can be written")
}

/// One that this build cannot read: it was said on a younger one.
fn of_another_build(number: u128) -> Box<RawValue> {
    let text = said(number).get().replace("visit.record.1", "visit.record.9");
    RawValue::from_string(text).expect("it is JSON")
}

/// Nothing has been sent yet, and one command is of a kind that no build of ours knows.
fn waiting() -> Pocket {
    let mut pocket = Pocket::new(Storage::default());
    pocket.on(Event::Lead);
    pocket.says(said(0x41));
    pocket.says(of_another_build(0x42));
    pocket
}

/// Three were answered, each in another way, and one came afterwards.
fn answered() -> Pocket {
    let mut pocket = Pocket::new(Storage::default());
    let review = Verdict::NeedsReview { why: shared::effects::Why::NotYours };
    let refusal = Refusal::NotPermitted { needs: Role::Rep };
    pocket.verdicts = vec![Verdict::Applied, review, Verdict::Rejected { refusal }];
    pocket.on(Event::Lead);
    (0x43..0x46).for_each(|number| pocket.says(said(number)));
    pocket.online = true;
    pocket.on(Event::Hurry);
    pocket.online = false;
    pocket.says(said(0x46));
    pocket
}

/// The server was restored: everything has new numbers and is offered again.
fn again() -> Pocket {
    let mut pocket = answered();
    pocket.epoch = 4;
    pocket.online = true;
    pocket.verdicts.clear();
    // It hears of the new life and of its new name, and is alone again before it can send.
    pocket.online_until = 2;
    pocket.on(Event::Hurry);
    pocket.now = Instant(pocket.now.0 + 60_000);
    pocket.on(Event::Due);
    assert_eq!(pocket.devices, 2, "it has registered anew");
    pocket
}

/// What a phone with these records knows, and what it sends first.
fn meaning(records: &[Write]) -> Value {
    let mut pocket = Pocket::new(Storage::holding(records));
    let replica = pocket.replica();
    assert!(replica.unreadable().is_empty(), "{:?}", replica.unreadable());
    let stage = |it: &Stage| match it {
        Stage::OnlyHere => json!("only here"),
        Stage::Landed => json!("landed"),
        Stage::Answered(verdict) => json!(verdict),
    };
    let journal: Vec<_> = replica
        .journal()
        .map(
            |it| json!({"op_seq": it.op_seq, "op_id": it.command.op_id, "stage": stage(&it.stage)}),
        )
        .collect();
    let (unanswered, epoch) = (replica.unanswered(), replica.epoch());
    pocket.epoch = epoch.map_or(3, |it| it.0.as_u128());
    pocket.verdicts = vec![Verdict::Applied; 9];
    pocket.online = true;
    pocket.on(Event::Lead);
    let sends = pocket.pushed.first().map(|it| {
        let texts: Vec<_> = it.commands.iter().map(|it| it.get().to_owned()).collect();
        json!({"from": it.first_op_seq, "texts": texts})
    });
    json!({"journal": journal, "unanswered": unanswered, "sends": sends})
}

#[test]
fn what_stands_on_a_phone_alone_is_read_for_ever() {
    for (name, pocket) in [("waiting", waiting()), ("answered", answered()), ("again", again())] {
        let records = pocket.phone.storage.opened();
        let means = meaning(&records);
        let kept = Kept { records, means };
        let now = serde_json::to_string_pretty(&kept).expect("records can be written") + "\n";
        let pinned = pinned_text(&folder_of(FOLDER).join(format!("{name}.json")), &now);
        assert_eq!(pinned, now, "records of {FOLDER}/{name} are written otherwise: pin them anew");
    }
    for entry in fs::read_dir(folder_of(FOLDER)).expect("there are records") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("records can be read");
        let kept: Kept = serde_json::from_str(&text).expect("the pinned form is read");
        assert_eq!(kept.means, meaning(&kept.records), "{}", path.display());
    }
}

/// The file into which an outbox is exported is taken by every build, byte for byte.
#[test]
fn an_exported_outbox_is_read_for_ever() {
    let now = waiting().replica().export(lin(), Instant(1_795_000_000_000)) + "\n";
    let pinned = pinned_text(&folder_of("outbox_file").join("whole.json"), &now);
    assert_eq!(pinned, now, "the file is written otherwise: give it another number");
    let taken = Pocket::new(Storage::default()).replica().import(&pinned, lin());
    let taken: Vec<_> = taken.expect("the file is read").iter().map(ToString::to_string).collect();
    assert_eq!(taken, [said(0x41), of_another_build(0x42)].map(|it| it.to_string()));
}
