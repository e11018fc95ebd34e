//! The weather: what the network does to a phone's requests, and what time its clock shows.

use super::dice::Dice;
use crate::phone::Reply;

/// How things stand between one phone and the server; frequencies are per thousand.
#[derive(Debug, Clone)]
pub struct Weather {
    pub online: bool,
    /// The request never arrives.
    pub drops: u32,
    /// The request arrives twice.
    pub repeats: u32,
    /// The reply is lost after the server has done what was asked.
    pub loses_replies: u32,
    /// A captive portal answers 200 with a page of its own, or the reply ends in the middle.
    pub garbles: u32,
    /// The server is busy, or the session has ended.
    pub refuses: u32,
    /// A message takes up to so many milliseconds.
    pub slowest: i64,
    /// The phone's clock less the server's, in milliseconds.
    pub skew: i64,
}

const DAY_MS: i64 = 86_400_000;

impl Weather {
    #[must_use]
    pub fn calm(skew: i64) -> Weather {
        Weather {
            online: true,
            drops: 0,
            repeats: 0,
            loses_replies: 0,
            garbles: 0,
            refuses: 0,
            slowest: 100,
            skew,
        }
    }

    /// Any weather there is.
    pub fn any(dice: &mut Dice) -> Weather {
        let often =
            |dice: &mut Dice| if dice.happens(500) { 0 } else { [30, 150, 400][dice.below(3)] };
        Weather {
            online: dice.happens(650),
            drops: often(dice),
            repeats: often(dice),
            loses_replies: often(dice),
            garbles: often(dice) / 2,
            refuses: often(dice) / 3,
            slowest: [50, 1_000, 40_000][dice.below(3)],
            skew: if dice.happens(700) { 0 } else { dice.between(-DAY_MS, DAY_MS) },
        }
    }

    pub fn takes(&self, dice: &mut Dice) -> i64 {
        dice.between(1, self.slowest)
    }

    /// What is left of a reply on its way; nothing if it is lost.
    pub fn carry(&self, reply: Option<Reply>, dice: &mut Dice) -> Option<Reply> {
        if !self.online || dice.happens(self.loses_replies) {
            return None;
        }
        if dice.happens(self.garbles) {
            return Some(garbled(reply, dice));
        }
        reply
    }

    /// What answers instead of the server, if something does.
    pub fn instead(&self, dice: &mut Dice) -> Option<Reply> {
        if dice.happens(self.refuses) {
            let status = [401, 413, 429, 500, 502, 503][dice.below(6)];
            return Some(Reply { status, body: "<html>later</html>".to_owned() });
        }
        dice.happens(self.garbles).then(|| garbled(None, dice))
    }
}

/// A portal's page, or the beginning of what was meant.
fn garbled(reply: Option<Reply>, dice: &mut Dice) -> Reply {
    let portal = "<html><body>Welcome! Please accept our terms.</body></html>".to_owned();
    let body = match reply {
        Some(reply) if dice.happens(600) => {
            let mut cut = dice.below(reply.body.len().max(1));
            while !reply.body.is_char_boundary(cut) {
                cut -= 1;
            }
            reply.body[..cut].to_owned()
        }
        _ => portal,
    };
    Reply { status: 200, body }
}
