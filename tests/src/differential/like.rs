//! Likeness: what each server draws for itself, and how a request or an answer of the one reads at
//! the other.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use shared::{
    id::{DeviceId, Epoch},
    sync::{PullRequest, PushReply, PushRequest, Registered, SnapshotRequest},
};

use crate::{
    phone::{Ask, Reply},
    simulator::pages::PAGE,
};

/// By what the simulated server drew: what the real one did at the same moment.
#[derive(Debug, Default)]
pub struct Likeness {
    epochs: BTreeMap<Epoch, Epoch>,
    pub devices: BTreeMap<DeviceId, DeviceId>,
}

impl Likeness {
    /// Both servers began a life.
    pub fn began(&mut self, simulated: Epoch, real: Epoch) {
        self.epochs.insert(simulated, real);
    }

    /// Both registered a device.
    pub fn registered(&mut self, simulated: &Registered, real: &Registered) {
        self.devices.insert(simulated.device, real.device);
    }

    pub fn epoch(&self, simulated: Epoch) -> Result<Epoch> {
        self.epochs.get(&simulated).copied().context("a life that nobody began")
    }

    fn device(&self, simulated: DeviceId) -> Result<DeviceId> {
        self.devices.get(&simulated).copied().context("a device that nobody registered")
    }

    /// A request as the real server understands it.
    pub fn request(&self, ask: &Ask) -> Result<Ask> {
        Ok(match ask {
            Ask::Push(text) => {
                let mut request: PushRequest = serde_json::from_str(text)?;
                request.epoch = self.epoch(request.epoch)?;
                request.device = self.device(request.device)?;
                Ask::Push(serde_json::to_string(&request)?)
            }
            Ask::Pull(text) => {
                let mut request: PullRequest = serde_json::from_str(text)?;
                request.epoch = self.epoch(request.epoch)?;
                request.device = self.device(request.device)?;
                // The simulated server gives no more at once, so that commands straddle a page's end.
                request.limit = request.limit.min(PAGE);
                Ask::Pull(serde_json::to_string(&request)?)
            }
            Ask::Snapshot(text) => {
                let mut request: SnapshotRequest = serde_json::from_str(text)?;
                request.epoch = self.epoch(request.epoch)?;
                Ask::Snapshot(serde_json::to_string(&request)?)
            }
            Ask::Register | Ask::Chunk(_) => ask.clone(),
        })
    }

    /// The simulated answer to a push, as the real server would say it.
    pub fn push_reply(&self, reply: &Reply) -> Result<PushReply> {
        let mut told: PushReply = serde_json::from_str(&reply.body)?;
        let (PushReply::Answered { epoch, .. }
        | PushReply::Expected { epoch, .. }
        | PushReply::Forked { epoch }
        | PushReply::NewEpoch { epoch }) = &mut told;
        *epoch = self.epoch(*epoch)?;
        Ok(told)
    }
}
