//! Dice: chance from one seed, so that the same day tells the same demonstration again.

/// `SplitMix64` (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both possible.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low).unwrap_or(0) + 1;
        low + i64::try_from(self.roll() % width).unwrap_or(0)
    }

    /// So many days, from `low` to `high`.
    pub fn days(&mut self, low: u32, high: u32) -> u32 {
        u32::try_from(self.between(low.into(), high.into())).unwrap_or(low)
    }

    /// Whether something happens that happens so many times in a hundred.
    pub fn happens(&mut self, in_a_hundred: i64) -> bool {
        self.between(1, 100) <= in_a_hundred
    }

    /// One of these sentences; there is one.
    pub fn one_of(&mut self, these: &[&'static str]) -> &'static str {
        let last = i64::try_from(these.len()).unwrap_or(1) - 1;
        let at = usize::try_from(self.between(0, last.max(0))).unwrap_or(0);
        these.get(at).copied().unwrap_or_default()
    }

    pub fn ten_bytes(&mut self) -> [u8; 10] {
        let (high, low) = (self.roll().to_be_bytes(), self.roll().to_be_bytes());
        std::array::from_fn(|at| if at < 8 { high[at] } else { low[at - 8] })
    }
}
