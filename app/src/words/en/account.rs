//! Bank accounts and payers in English.

use crate::words::AccountWord;

pub fn account(it: AccountWord) -> &'static str {
    match it {
        AccountWord::Heading => "Bank accounts and payers",
        AccountWord::Hint => {
            "Seen by the office only, never on a rep's phone. A second person confirms what is added or removed."
        }
        AccountWord::Empty => {
            "No account yet. Once there is one, payers on bank statements are matched to this customer."
        }
        AccountWord::NoNumber => "known by name only",
        AccountWord::Add => "Record an account",
        AccountWord::Whose => "Whose account",
        AccountWord::Holder => "Holder",
        AccountWord::HolderHint => "As bank statements print the payer",
        AccountWord::Number => "Account number",
        AccountWord::NumberOptional => "May stay empty where only the name is known",
        AccountWord::Bank => "Bank",
        AccountWord::Note => "Note",
        AccountWord::NotePlaceholder => {
            "Why they pay, such as the owner's wife, the group's cash office"
        }
        AccountWord::FillHolder => "Give the holder first",
        AccountWord::FillNumber => "Give the number first",
        AccountWord::FillBank => "Give the bank first",
        AccountWord::Propose => "Send for a second person",
        AccountWord::ConfirmAdd => "Confirm the account",
        AccountWord::RefuseAdd => "Do not record it",
        AccountWord::ConfirmRemoval => "Confirm the removal",
        AccountWord::Keep => "Keep it",
        AccountWord::TakeBack => "Take back",
        AccountWord::Remove => "Propose removal",
        AccountWord::Sending => "Sending",
        AccountWord::Sent => "Kept; it counts once the server has it",
        AccountWord::History => "What was said",
        AccountWord::Gone => "Accounts not used any more",
    }
}

pub fn also_at(codes: &[String]) -> String {
    format!(
        "The same number is recorded at customer {}. Make sure before you confirm.",
        codes.join(", ")
    )
}
