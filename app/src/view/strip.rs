//! The ageing strip: buckets to scale, oldest at the end.

use shared::ageing::Bucket;

/// A piece of the strip, in hundredths of a percent of its whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The bucket's place in the ramp.
    pub step: usize,
    pub start: u32,
    pub width: u32,
}

/// Between two pieces stays a gap, so that neighbours are told apart without colour.
const GAP: u32 = 60;
/// A bucket with anything in it is seen.
const LEAST: u32 = 80;

/// The pieces of a strip: buckets that owe something, to scale.
#[must_use]
pub fn pieces(buckets: &[Bucket]) -> Vec<Piece> {
    let owed: Vec<(usize, u64)> = buckets
        .iter()
        .enumerate()
        .filter_map(|(step, it)| Some((step, u64::try_from(it.amount_minor).ok()?)))
        .filter(|(_, minor)| 0 < *minor)
        .collect();
    let whole: u64 = owed.iter().map(|(_, minor)| minor).sum();
    let Some(gaps) = u32::try_from(owed.len()).ok().and_then(|it| it.checked_sub(1)) else {
        return vec![];
    };
    let room = u64::from(10_000 - gaps * GAP);
    let mut start = 0;
    let mut pieces: Vec<Piece> = owed
        .into_iter()
        .map(|(step, minor)| {
            let width = u128::from(minor) * u128::from(room) / u128::from(whole);
            let width = u32::try_from(width).unwrap_or(10_000).max(LEAST);
            let piece = Piece { step, start, width };
            start += width + GAP;
            piece
        })
        .collect();
    fit(&mut pieces);
    pieces
}

/// What the smallest were given is taken from the widest, so that the strip ends where it should.
fn fit(pieces: &mut [Piece]) {
    let end = pieces.last().map_or(0, |it| it.start + it.width);
    let Some(at) = (0..pieces.len()).max_by_key(|at| pieces[*at].width) else { return };
    let over = i64::from(end) - 10_000;
    let move_by = |it: u32| u32::try_from(i64::from(it) - over).unwrap_or(0);
    pieces[at].width = move_by(pieces[at].width);
    for piece in &mut pieces[at + 1..] {
        piece.start = move_by(piece.start);
    }
}

#[cfg(test)]
mod tests {
    use shared::ageing::Edges;

    use super::*;

    fn buckets(amounts: &[i64]) -> Vec<Bucket> {
        let mut buckets = Edges::default().buckets();
        for (bucket, amount) in buckets.iter_mut().zip(amounts) {
            bucket.amount_minor = *amount;
        }
        buckets
    }

    #[test]
    fn a_strip_is_to_scale_and_fills_its_width() {
        for amounts in [
            &[100_i64, 100][..],
            &[0, 0, 7],
            &[11_280_000, 3_000_000, 2_200_000, 0, 120_000],
            &[1_000_000, 1, 1, 1],
        ] {
            let pieces = pieces(&buckets(amounts));
            let last = pieces.last().unwrap();
            assert_eq!(last.start + last.width, 10_000, "{amounts:?}");
            for (left, right) in pieces.iter().zip(pieces.iter().skip(1)) {
                assert_eq!(left.start + left.width + GAP, right.start, "{amounts:?}");
            }
        }
    }

    #[test]
    fn nothing_owed_is_no_strip() {
        assert_eq!(pieces(&buckets(&[0, -5])), []);
    }

    #[test]
    fn a_small_bucket_is_still_seen() {
        assert!(pieces(&buckets(&[1_000_000, 1])).iter().all(|it| LEAST <= it.width));
    }
}
