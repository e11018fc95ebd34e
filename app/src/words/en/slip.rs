//! Slips in English: taking money in the field, carrying it, handing it in.

use shared::{
    money::Money,
    words::{Language, amount, capitals, day},
};

use crate::words::{HandInWord, SlipSaid, SlipText, SlipWord, amounts};

const EN: Language = Language::En;

pub fn slip(it: SlipWord) -> &'static str {
    match it {
        SlipWord::Act => "Take money",
        SlipWord::Heading => "Field receipt",
        SlipWord::HowMuch => "How much was taken",
        SlipWord::UsualAmounts => "Usual amounts",
        SlipWord::OfPromise => "Promise",
        SlipWord::AllOverdue => "All overdue",
        SlipWord::AllOwed => "All owed",
        SlipWord::How => "How it was paid",
        SlipWord::Company => "Company",
        SlipWord::Payer => "Who paid",
        SlipWord::PayerHint => "Empty for the customer itself",
        SlipWord::Number => "Slip number",
        SlipWord::NumberHint => "Write it on the paper slip before you save.",
        SlipWord::NoNumber => {
            "This device has never reached the server, so it has no slip numbers yet. Once is enough."
        }
        SlipWord::FillAmount => "Give the amount first",
        SlipWord::FillCompany => "Choose the company first",
        SlipWord::Save => "Write the slip",
        SlipWord::Slip => "Slip",
        SlipWord::Subject => "Subject to booking by the company's finance",
        SlipWord::TakenBy => "Taken by",
        SlipWord::TakenOn => "Taken on",
        SlipWord::State => "State",
        SlipWord::Waiting => "Unbooked, to be handed in",
        SlipWord::OnAccount => "Unbooked, awaiting the bank",
        SlipWord::Unbooked => "Field receipts, unbooked",
        SlipWord::UnbookedHint => "Not booked yet: lowers no balance and frees no credit.",
        SlipWord::Copy => "Copy the slip",
        SlipWord::Copied => "Copied; paste it to the customer",
        SlipWord::Cancel => "Cancel this slip",
        SlipWord::CancelHint => "Its number stays used, and finance sees the reason.",
        SlipWord::CancelReason => "Why it is cancelled",
        SlipWord::InHand => "Cash in hand",
        SlipWord::InHandHint => "Hand it in to the cashier soon, and count it together.",
        SlipWord::AboveAge => "Carried too long: hand it in today",
        SlipWord::AboveCap => "Above the cap: hand in before you take cash",
        SlipWord::NoCap => "No cap",
        SlipWord::Gone => "This slip is not on this device",
        SlipWord::GoneHint => {
            "The customer may have moved to another territory, or the link is wrong. The slip is not lost."
        }
    }
}

pub fn hand_in(it: HandInWord) -> &'static str {
    match it {
        HandInWord::Waiting => "To be handed in",
        HandInWord::Nobody => "Nobody has anything to hand in",
        HandInWord::NobodyHint => {
            "Cash and bills that reps take appear here once they have synced."
        }
        HandInWord::Rep => "Sales rep",
        HandInWord::Company => "Company",
        HandInWord::InHand => "In hand",
        HandInWord::Cash => "Of it cash",
        HandInWord::Slips => "Slips",
        HandInWord::Oldest => "Oldest",
        HandInWord::Count => "Count",
        HandInWord::Pick => "Choose the rep",
        HandInWord::SlipsTable => "Slips to be handed in",
        HandInWord::PickAll => "Pick all slips",
        HandInWord::Expected => "The slips say",
        HandInWord::Counted => "Counted",
        HandInWord::CountedHint => "Empty when it is what the slips say",
        HandInWord::Differs => "Which slip differs",
        HandInWord::ChooseSlip => "Choose the slip",
        HandInWord::Reason => "Why it differs",
        HandInWord::Book => "Count and book",
        HandInWord::PickFirst => "Choose slips first",
        HandInWord::ReadAmount => "Give a counted amount that can be read",
        HandInWord::NameSlip => "Say which slip differs",
        HandInWord::GiveReason => "Give the reason first",
        HandInWord::Sending => "Sending",
        HandInWord::History => "Hand-ins",
        HandInWord::NoHistory => "No hand-in yet",
        HandInWord::NoHistoryHint => "Every hand-in stands here once it is counted and booked.",
        HandInWord::HistoryTable => "Hand-ins counted",
        HandInWord::On => "Handed in on",
        HandInWord::Cashier => "Counted by",
        HandInWord::Difference => "Difference",
        HandInWord::Gaps => "Slip numbers",
        HandInWord::GapsHint => {
            "A missing number may still be on its way; if it stays away, ask the rep where the slip is."
        }
    }
}

pub fn said(it: &SlipSaid) -> String {
    match it {
        SlipSaid::Take { amount: money } => format!("Write the slip over {}", amount(*money)),
        SlipSaid::Book { counted } => format!("Count and book {}", amount(*counted)),
        SlipSaid::Unbooked { sum, count: 1 } => format!("Unbooked {} (1 slip)", amounts(sum)),
        SlipSaid::Unbooked { sum, count } => format!("Unbooked {} ({count} slips)", amounts(sum)),
        SlipSaid::Reported { amount: money } => format!("reported paid {}", amount(*money)),
        SlipSaid::Taken { amount: money, slip } => format!("{} taken, slip {slip}", amount(*money)),
        SlipSaid::Carried { slips, days } => {
            let slips = if *slips == 1 { "1 slip".to_owned() } else { format!("{slips} slips") };
            match days {
                0 => format!("{slips}, taken today"),
                1 => format!("{slips}, the oldest 1 day old"),
                days => format!("{slips}, the oldest {days} days old"),
            }
        }
        SlipSaid::Cap { cap } => format!("cap {}", amount(*cap)),
        SlipSaid::HandedIn { on, counted } => {
            format!("handed in on {}, {} booked", day(*on, EN), amount(*counted))
        }
        SlipSaid::Cancelled { on, reason } => format!("cancelled on {}: {reason}", day(*on, EN)),
        SlipSaid::Short { slip, amount: written, counted } => {
            format!("{slip} says {}, counted {}", amount(*written), amount(*counted))
        }
        SlipSaid::Missing { series, numbers } => format!("{series}: missing {numbers}"),
        SlipSaid::Twice { series, numbers } => format!("{series}: used twice {numbers}"),
    }
}

pub fn text(it: &SlipText) -> Vec<String> {
    let line = |name: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("{name}: {value}") }
    };
    let money: Money = it.amount;
    vec![
        format!("Slip {}", it.slip),
        line("Taken for", &it.company),
        line("Customer", &it.customer),
        line("Payer", &it.payer),
        line("Amount", &amount(money)),
        line("In capitals", &capitals(money).unwrap_or_default()),
        line("Method", &it.method),
        line("Taken on", &day(it.taken_on, EN)),
        line("Taken by", &it.author),
        line("Note", &it.note),
        "Subject to booking by the company's finance.".to_owned(),
    ]
}
