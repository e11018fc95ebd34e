//! The names of what is refused at the desk: pairings, rates and views.

use shared::{
    pairing::PairingRefusal as Pairing, rate::RateRefusal as Rate,
    saved_view::SavedViewRefusal as SavedView,
};

names! {
    fn saved_view(SavedView) -> SAVED_VIEWS {
        SavedView::NameEmpty => "saved_view.name_empty",
        SavedView::NameTooLong { .. } => "saved_view.name_too_long",
        SavedView::NameTaken { .. } => "saved_view.name_taken",
        SavedView::QueryTooLong { .. } => "saved_view.query_too_long",
        SavedView::TooMany { .. } => "saved_view.too_many",
        SavedView::Unknown { .. } => "saved_view.unknown",
        SavedView::NotOwner { .. } => "saved_view.not_owner",
    }

    fn rate(Rate) -> RATES {
        Rate::NotABase { .. } => "rate.not_a_base",
        Rate::BaseItself { .. } => "rate.base_itself",
        Rate::UnitsUnknown { .. } => "rate.units_unknown",
        Rate::NotPositive { .. } => "rate.not_positive",
        Rate::TooLarge { .. } => "rate.too_large",
        Rate::TooManyDigits { .. } => "rate.too_many_digits",
        Rate::SourceEmpty => "rate.source_empty",
        Rate::SourceTooLong { .. } => "rate.source_too_long",
        Rate::ReasonEmpty => "rate.reason_empty",
        Rate::ReasonTooLong { .. } => "rate.reason_too_long",
        Rate::InFuture { .. } => "rate.in_future",
        Rate::Moved { .. } => "rate.moved",
        Rate::Jump { .. } => "rate.jump",
        Rate::Unknown { .. } => "rate.unknown",
        Rate::TooManyCorrections { .. } => "rate.too_many_corrections",
    }

    fn pairing(Pairing) -> PAIRINGS {
        Pairing::UnknownMovement { .. } => "pairing.unknown_movement",
        Pairing::UnknownCounterpart => "pairing.unknown_counterpart",
        Pairing::UnknownPairing { .. } => "pairing.unknown_pairing",
        Pairing::PairedAlready { .. } => "pairing.paired_already",
        Pairing::MoneyUsedUp { .. } => "pairing.money_used_up",
        Pairing::OtherCompany { .. } => "pairing.other_company",
        Pairing::OtherCurrency { .. } => "pairing.other_currency",
        Pairing::SlipCancelled { .. } => "pairing.slip_cancelled",
        Pairing::NotByHand => "pairing.not_by_hand",
        Pairing::UndoneAlready { .. } => "pairing.undone_already",
        Pairing::SettledAlready => "pairing.settled_already",
        Pairing::ReasonEmpty => "pairing.reason_empty",
        Pairing::ReasonTooLong { .. } => "pairing.reason_too_long",
    }
}
