//! Defects: what a broken server, phone or line would do, planted on demand so that it is known what
//! the invariants are worth.

use super::witness::Invariant;

/// What is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    None,
    /// The server runs a command again when it comes again.
    AppliesTwice,
    /// It answers a command that comes again by what it would say today.
    AnswersAnew,
    /// It answers, but keeps neither the command nor what it wrote.
    AnswersWithoutKeeping,
    /// It answers before it commits, and sometimes dies in between.
    AnswersBeforeCommit,
    /// It leaves a change out of a feed.
    SkipsChanges,
    /// It leaves a number out of a feed.
    SkipsNumbers,
    /// It ends a page in the middle of a command.
    TearsCommands,
    /// It goes on feeding a territory that was taken away.
    LeaksTerritories,
    /// It says that it has reflected commands that it has not.
    ReflectsTooMuch,
    /// It keeps no history of what lost against a value that its author had not seen.
    KeepsNoHistory,
    /// It never says what the rows of a scope come to.
    ComparesNothing,
    /// The phone stores the cursor first and its page afterwards, and the app dies in between.
    StoresCursorFirst,
    /// The phone gives a command another id when it sends it again.
    RenamesRetries,
    /// The phone goes on as before when the server lives a new life.
    IgnoresEpochs,
    /// The phone takes 401 for an answer and lets go of what it has to send.
    ForgetsOn401,
    /// On the phone a `leave` in one scope removes what an `enter` in another has brought.
    LeavesEverywhere,
}

impl Defect {
    pub const ALL: [Defect; 16] = [
        Defect::AppliesTwice,
        Defect::AnswersAnew,
        Defect::AnswersWithoutKeeping,
        Defect::AnswersBeforeCommit,
        Defect::SkipsChanges,
        Defect::SkipsNumbers,
        Defect::TearsCommands,
        Defect::LeaksTerritories,
        Defect::ReflectsTooMuch,
        Defect::KeepsNoHistory,
        Defect::ComparesNothing,
        Defect::StoresCursorFirst,
        Defect::RenamesRetries,
        Defect::IgnoresEpochs,
        Defect::ForgetsOn401,
        Defect::LeavesEverywhere,
    ];

    /// By which of the invariants it has to be found: the one it breaks, and those that follow from
    /// it where that one shows later.
    #[must_use]
    pub fn breaks(self) -> &'static [Invariant] {
        use Invariant as I;
        match self {
            Defect::None => &[],
            Defect::AppliesTwice | Defect::AnswersAnew | Defect::RenamesRetries => {
                &[I::ExactlyOnce]
            }
            Defect::AnswersWithoutKeeping => &[I::NoLostCommand, I::ReadYourWrites],
            Defect::AnswersBeforeCommit | Defect::ForgetsOn401 => &[I::NoLostCommand],
            Defect::SkipsChanges => &[I::NoHole, I::Convergence, I::ReadYourWrites],
            Defect::SkipsNumbers => &[I::NoHole],
            Defect::TearsCommands => &[I::Money, I::AtomicCommand],
            Defect::LeaksTerritories => &[I::Authority],
            Defect::ReflectsTooMuch => &[I::ReadYourWrites],
            Defect::KeepsNoHistory => &[I::NoSilentOverwrite],
            Defect::ComparesNothing => &[I::Convergence],
            Defect::StoresCursorFirst => {
                &[I::Convergence, I::AtomicCommand, I::Money, I::ReadYourWrites]
            }
            // In what the phone takes for one life it may hear two verdicts.
            Defect::IgnoresEpochs => &[I::Convergence, I::NoLostCommand, I::ExactlyOnce],
            Defect::LeavesEverywhere => &[I::Convergence, I::ReadYourWrites],
        }
    }
}
