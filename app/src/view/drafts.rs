//! Drafts 草稿: the forms that were begun at a customer and left, and the way back to each.

use shared::{id::CustomerId, words::Language};

use crate::words::{AttachWord, ContactWord, CreditWord, Label, PromiseWord, SlipWord, VisitWord};

/// A form of the phone, named as its draft is and as its address ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Visit,
    Promise,
    Withdraw,
    Receipt,
    Credit,
    Contact,
    File,
    Attach,
}

impl Form {
    const EVERY: [Form; 8] = [
        Form::Visit,
        Form::Promise,
        Form::Withdraw,
        Form::Receipt,
        Form::Credit,
        Form::Contact,
        Form::File,
        Form::Attach,
    ];

    fn name(self) -> &'static str {
        match self {
            Form::Visit => "visit",
            Form::Promise => "promise",
            Form::Withdraw => "withdraw",
            Form::Receipt => "receipt",
            Form::Credit => "credit",
            Form::Contact => "contact",
            Form::File => "file",
            Form::Attach => "attach",
        }
    }

    /// What the form is called where it stands.
    #[must_use]
    pub fn title(self, language: Language) -> &'static str {
        match self {
            Form::Visit => VisitWord::Heading.text(language),
            Form::Promise => PromiseWord::Heading.text(language),
            Form::Withdraw => PromiseWord::WithdrawHeading.text(language),
            Form::Receipt => SlipWord::Heading.text(language),
            Form::Credit => CreditWord::Ask.text(language),
            Form::Contact => ContactWord::Heading.text(language),
            Form::File => ContactWord::ChangeFile.text(language),
            Form::Attach => AttachWord::Add.text(language),
        }
    }
}

/// The name under which a form is kept: one that was opened for a document, or to be sent again,
/// does not disturb the other.
#[must_use]
pub fn name<'a>(
    form: &str,
    customer: CustomerId,
    about: impl Iterator<Item = (&'a str, String)>,
) -> String {
    about.fold(format!("{form}:{customer}"), |name, (key, value)| format!("{name}:{key}={value}"))
}

/// A form that was begun and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub form: Form,
    pub customer: CustomerId,
    /// What it was opened for, as its address says it.
    about: String,
}

impl Begun {
    /// What a draft's name says; none for what is no form of the phone.
    #[must_use]
    pub fn read(name: &str) -> Option<Begun> {
        let mut parts = name.split(':');
        let form = parts.next()?;
        let form = Form::EVERY.into_iter().find(|it| it.name() == form)?;
        let customer = parts.next()?.parse().ok()?;
        let about: Vec<&str> = parts.collect();
        let is_whole = about.iter().all(|it| it.contains('='));
        is_whole.then(|| Begun { form, customer, about: about.join("&") })
    }

    /// Where the form opens with what was typed.
    #[must_use]
    pub fn address(&self) -> String {
        let (customer, form) = (self.customer, self.form.name());
        let about = if self.about.is_empty() { "" } else { "?" };
        format!("/customers/{customer}/{form}{about}{}", self.about)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: &str = "018f3c2a-0000-7000-8000-000000000001";

    #[track_caller]
    fn check_address(name: &str, address: Option<&str>) {
        assert_eq!(Begun::read(name).map(|it| it.address()).as_deref(), address, "{name}");
    }

    #[test]
    fn a_draft_leads_back_to_its_form() {
        let at = |rest: &str| format!("/customers/{SHOP}/{rest}");
        check_address(&format!("visit:{SHOP}"), Some(&at("visit")));
        check_address(&format!("promise:{SHOP}:replaces=7"), Some(&at("promise?replaces=7")));
        check_address(
            &format!("contact:{SHOP}:again=1:contact=2"),
            Some(&at("contact?again=1&contact=2")),
        );
        check_address("inbox.understood", None);
        check_address("decide:1", None);
        check_address(&format!("grant:{SHOP}"), None);
        check_address("visit:nobody", None);
        check_address(&format!("contact:{SHOP}:{SHOP}"), None);
    }

    #[test]
    fn every_form_is_read_from_the_name_it_is_kept_under() {
        let customer: CustomerId = SHOP.parse().unwrap();
        for form in Form::EVERY {
            let kept = name(form.name(), customer, [("again", "3".to_owned())].into_iter());
            let begun = Begun::read(&kept).unwrap();
            assert_eq!((begun.form, begun.customer), (form, customer), "{kept}");
        }
    }
}
