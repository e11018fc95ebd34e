//! Surveys: what must be known of the whole file before its first row is taken.

use std::{fs::File, path::Path};

use shared::{
    calendar::{Day, Zone},
    company,
    dossier::Register,
    id::CompanyId,
    import::{Ask, FileFault, ListKind},
    money::Currency,
    receipt::ReportHorizon,
};

use super::{
    file, invoices,
    profile::{Form, Profile},
    receipts,
    table::Table,
};

/// The code and the name of the company of an installation that has none when its first bank
/// statement comes.
const FIRST_COMPANY: (&str, &str) = ("CN", "本公司");

/// What a first look at a file found.
pub(super) struct Survey {
    pub profile: &'static Profile,
    pub file: File,
    pub rows: u64,
    /// The codes of the companies of a file of receivables.
    pub codes: Vec<String>,
    /// Companies to be opened.
    pub companies: Vec<company::Open>,
    /// Whose bank statement it is.
    pub company: Option<String>,
    /// The latest day of a bank statement.
    latest: Option<Day>,
}

/// What of the database a survey needs.
pub(super) struct Known<'a> {
    pub register: &'a Register,
    pub today: Day,
}

impl Survey {
    pub(super) fn of(path: &Path, ask: &Ask, known: &Known<'_>) -> Result<Survey, FileFault> {
        let profile = Profile::find(ask.subject, &ask.profile)?;
        let file = file::open(path)?;
        let mut table = Table::open(file::text(&file)?, &profile.columns())?;
        let (mut companies, mut company, mut latest) = (vec![], None, None);
        match &profile.form {
            Form::Receipts(form) => {
                company = Some(named(ask, known)?);
                latest = receipts::latest(form, &mut table, known.today)?;
                companies.extend(company.clone().map(|code| (code, Currency::CNY)));
            }
            Form::Invoices(form) => companies = invoices::companies(form, &mut table)?,
            Form::Customers(_) => while table.next()?.is_some() {},
        }
        if company.is_none() && ask.company.is_some() {
            return Err(FileFault::CompanyGiven { profile: profile.name.to_owned() });
        }
        if let Some(day) = ask.bank_data_to.filter(|day| known.today < *day) {
            return Err(FileFault::HorizonAhead { day, today: known.today });
        }
        if let Some(day) = ask.as_of.filter(|day| known.today < *day) {
            return Err(FileFault::AsOfAhead { day, today: known.today });
        }
        let of_a_day = ask.as_of.is_some() || ask.list == ListKind::Full;
        if of_a_day && !profile.gives_open_amounts() {
            return Err(FileFault::NoOpenAmounts { profile: profile.name.to_owned() });
        }
        if ask.list == ListKind::Full && ask.as_of.is_none() {
            return Err(FileFault::AsOfNeeded);
        }
        let codes = companies.iter().map(|(code, _)| code.clone()).collect();
        let is_new = |(code, _): &(String, Currency)| {
            !known.register.companies.contains_key(&CompanyId::of_code(code))
        };
        let companies = companies.into_iter().filter(is_new).map(opened).collect();
        Ok(Survey { profile, file, rows: table.rows(), codes, companies, company, latest })
    }

    /// How far the bank data reach with this file. Where rows are missing, nobody may be judged by
    /// what is there: then only a person can say it.
    pub(super) fn bank_data_to(&self, ask: &Ask, faulty: u64) -> Option<ReportHorizon> {
        let company = self.company.clone()?;
        let complete = if faulty == 0 { self.latest } else { None };
        ask.bank_data_to.or(complete).map(|reaches| ReportHorizon { company, reaches })
    }
}

impl Known<'_> {
    /// The horizon never goes back.
    pub(super) fn reached(&self, it: &ReportHorizon) -> Day {
        let before = self.register.horizons.get(&CompanyId::of_code(&it.company));
        before.map_or(it.reaches, |before| before.reaches.max(it.reaches))
    }
}

/// The company that is asked for, or else the only one.
fn named(ask: &Ask, known: &Known<'_>) -> Result<String, FileFault> {
    let companies = &known.register.companies;
    let codes = || {
        let mut codes: Vec<String> = companies.values().map(|it| it.code.clone()).collect();
        codes.sort_unstable();
        codes
    };
    match &ask.company {
        Some(code) if companies.is_empty() => Ok(code.clone()),
        Some(code) if companies.contains_key(&CompanyId::of_code(code)) => Ok(code.clone()),
        Some(code) => Err(FileFault::UnknownCompany { company: code.clone(), known: codes() }),
        None if 1 < companies.len() => Err(FileFault::CompanyNeeded { known: codes() }),
        None => Ok(companies.values().next().map_or(FIRST_COMPANY.0, |it| &it.code).to_owned()),
    }
}

fn opened((code, base_currency): (String, Currency)) -> company::Open {
    let name = if code == FIRST_COMPANY.0 { FIRST_COMPANY.1.to_owned() } else { code.clone() };
    company::Open { code, name, base_currency, zone: Zone::shanghai() }
}
