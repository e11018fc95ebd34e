//! Customers: known by their code, found under every spelling, moved by the administrator alone.

use shared::{
    contact::InFile,
    customer::{Assign, Brief, Customer, Import, Named},
    id::{CustomerId, TerritoryId},
    row::Row,
    sync::Act,
};

use crate::stage::{Stage, day, invoice_import, money, named, rows, said};

fn import(named: Named, contacts: &[&str]) -> Act {
    let contacts = contacts.iter().map(|name| InFile {
        name: (*name).to_owned(),
        role: "老板".to_owned(),
        phone: String::new(),
    });
    Act::ImportCustomer(Import { named, contacts: contacts.collect() })
}

fn assign(territory: Option<&str>) -> Act {
    Act::AssignTerritory(Assign { territory: territory.map(TerritoryId::of_code) })
}

fn here(stage: &Stage) -> &Customer {
    stage.dossier.customer.as_ref().unwrap()
}

/// Who imports which code and name, and the answer.
#[track_caller]
fn check_import(table: &str) {
    let mut stage = Stage::empty();
    for (row, cells) in rows(table) {
        let [who, code, name, expected] = cells[..] else { panic!("bad row: {row}") };
        let [code, name] = [code, name].map(|it| if it == "-" { " " } else { it });
        let outcome = stage.act(who, "11-18", import(named(code, name), &[]));
        assert_eq!(said(&outcome), expected, "in row: {row}");
    }
}

#[test]
fn a_customer_file_comes_from_the_server_and_again_changes_nothing() {
    check_import(
        "
        # who   code    name      answer
        lin     K-0217  宏盛食品  refused: not_permitted needs=system
        gu      K-0217  宏盛食品  refused: not_permitted needs=system
        import  -       宏盛食品  refused: customer code_empty
        import  K-0217  -         refused: customer name_empty
        import  K-0217  宏盛食品  customer
        import  K-0217  宏盛食品  nothing
        import  K-0217  宏盛商贸  customer
        import  K-0217  宏盛商贸  nothing
        import  W-0087  永丰粮油  refused: customer unknown customer
        ",
    );
}

#[test]
fn a_new_customer_stands_in_no_territory_and_keeps_the_one_given_later() {
    let mut stage = Stage::empty();
    stage.act("import", "11-18", import(named("K-0217", "宏盛食品"), &["王建国"])).unwrap();
    assert_eq!(here(&stage).territory, None);
    assert_eq!(here(&stage).id, CustomerId::of_code("K-0217"));
    stage.act("gu", "11-18", assign(Some("east"))).unwrap();
    stage.act("import", "11-19", import(named("K-0217", "宏盛商贸"), &[])).unwrap();
    let customer = here(&stage);
    assert_eq!(customer.territory, Some(TerritoryId::of_code("east")));
    assert_eq!(customer.contacts.len(), 1, "a file without contacts takes none away");
}

#[test]
fn a_former_name_stays_a_spelling_under_which_it_is_found() {
    let mut stage = Stage::empty();
    stage.act("import", "11-18", import(named("K-0217", "宏盛食品"), &[])).unwrap();
    stage.act("import", "11-18", import(named("K-0217", "宏盛商贸"), &[])).unwrap();
    let customer = here(&stage).clone();
    assert_eq!(customer.also_known_as, ["宏盛食品"]);
    assert_eq!(customer.search_key, "k-0217 宏盛商贸 宏盛食品");
    stage.act("import", "11-18", import(named("K-0217", "宏盛食品"), &[])).unwrap();
    assert_eq!(here(&stage).also_known_as, ["宏盛商贸"], "a name is not its own other spelling");
}

#[test]
fn documents_add_spellings_once() {
    let mut stage = Stage::empty();
    let spelled = |number: &str, name: &str| {
        let mut it = invoice_import("K-0217", number, "100");
        it.customer = named("K-0217", name);
        Act::ImportInvoice(it)
    };
    let mut booked = |number, name, expected: &str| {
        let outcome = stage.act("import", "11-18", spelled(number, name));
        assert_eq!(said(&outcome), expected, "{number} {name}");
    };
    booked("1", "WINC co", "customer + invoice");
    booked("2", "WINC corp", "customer + invoice");
    booked("3", "WINC corp", "invoice");
    booked("4", " WINC co ", "invoice");
    booked("5", "", "invoice");
    booked("1", "WINC trust", "customer");
    assert_eq!(here(&stage).name, "WINC co");
    assert_eq!(here(&stage).also_known_as, ["WINC corp", "WINC trust"]);
    assert_eq!(here(&stage).search_key, "k-0217 winc co corp trust");
}

#[test]
fn a_document_without_a_name_is_taken_at_the_code() {
    let mut stage = Stage::empty();
    let mut it = invoice_import("K-0217", "1", "100");
    it.customer = named("K-0217", " ");
    stage.act("import", "11-18", Act::ImportInvoice(it)).unwrap();
    assert_eq!(here(&stage).name, "K-0217");
}

/// Who moves the customer of the east where, and the answer.
#[track_caller]
fn check_assign(table: &str) {
    let mut stage = Stage::new();
    for (row, cells) in rows(table) {
        let [who, to, expected] = cells[..] else { panic!("bad row: {row}") };
        let to = Some(to).filter(|it| *it != "-");
        assert_eq!(said(&stage.act(who, "11-18", assign(to))), expected, "in row: {row}");
    }
}

#[test]
fn an_administrator_moves_a_customer_between_territories_and_out_of_all() {
    check_assign(
        "
        # who   to       answer
        lin     west     refused: not_permitted needs=admin
        zhou    west     refused: not_permitted needs=admin
        shen    west     refused: not_permitted needs=admin
        ji      west     refused: not_permitted needs=admin
        gu      east     nothing
        gu      west     customer
        gu      west     nothing
        gu      nowhere  refused: customer unknown_territory territory
        gu      -        customer
        gu      -        nothing
        import  south    customer
        ",
    );
    let outcome = Stage::empty().act("gu", "11-18", assign(Some("east")));
    assert_eq!(said(&outcome), "refused: customer unknown customer");
}

#[test]
fn a_brief_says_what_is_owed_overdue_and_promised() {
    let mut stage = Stage::new();
    stage.owes("1", "100", "11-17");
    stage.owes("2", "200", "11-18");
    stage.owes("3", "300", "11-18");
    stage.owes("4", "7USD", "11-19");
    stage.pays("R1", "50", "11-01");
    let brief = Brief::of(&stage.dossier).unwrap().unwrap();
    let by_day = [("11-17", "100"), ("11-18", "500"), ("11-19", "7USD")];
    assert_eq!(brief.open, by_day.map(|(on, amount)| (day(on), money(amount))));
    assert_eq!(brief.balance().unwrap().iter().collect::<Vec<_>>(), [money("550"), money("7USD")]);
    for (today, overdue, days) in
        [("11-17", "0", None), ("11-18", "100", Some(1)), ("11-19", "600", Some(2))]
    {
        let total = brief.overdue(day(today)).unwrap().of(money("0").currency());
        assert_eq!((total, brief.days_overdue(day(today))), (money(overdue), days), "{today}");
    }
    assert_eq!(Brief::of(&Stage::empty().dossier).unwrap(), None);
    assert!(stage.dossier.rows().iter().any(|it| matches!(it, Row::Customer(_))));
}
