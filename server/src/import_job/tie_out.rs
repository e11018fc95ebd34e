//! Tie-outs of jobs: both sides summed when a file was checked or booked, and read page by page.

use std::collections::BTreeMap;

use shared::{
    customer::{Customer, Named},
    id::{CompanyId, CustomerId, ImportId},
    import::{
        Ask,
        job::{Compared, Job},
        tie_out::{Side, TieOut, TieOutLine, TieOutLines, TieOutQuery, TieOutSort, TieOutTotal},
    },
    money::{Currency, Money},
    page::{Listing, Order},
    user::Caller,
    words::Language,
};
use sqlx::{QueryBuilder, Row as _};
use uuid::Uuid;

use super::{asking::permitted, faults::unwritten};
use crate::{
    dialect::{self, Db},
    error::{Error, Result},
    import::{FileSide, Key, guarded},
    list::{cut, named},
    server::Server,
    sync::many::{Cell, fixed, over_ids, over_rows},
};

type Found = <Db as sqlx::Database>::Row;

/// Both sides of a line: minor units and documents.
#[derive(Debug, Clone, Copy, Default)]
struct Sides {
    here: (i64, i64),
    file: (i64, i64),
}

impl Server {
    /// Compares a file of receivables with the books as they stand now, in place of what was
    /// compared at the job's last run.
    pub(super) async fn keep_tie_out(&self, job: &mut Job, ask: &Ask) -> Result<()> {
        let path = self.imports().staging.path(job.id);
        let side = self.file_side(&path, ask).await?;
        job.tie_out = None;
        let Some(side) = side.map_err(|fault| Error::Unreadable(fault.en()))? else {
            return Ok(());
        };
        let unread = side.unread;
        let (sides, mut names) = self.both_sides(side).await?;
        self.name_the_rest(&sides, &mut names).await?;
        let differing = sides.values().filter(|it| it.here != it.file).count() as u64;
        self.write_tie_out(job.id, &sides, &names).await?;
        job.tie_out = Some(Compared { lines: sides.len() as u64, differing, unread });
        Ok(())
    }

    async fn both_sides(
        &self,
        side: FileSide,
    ) -> Result<(BTreeMap<Key, Sides>, BTreeMap<CustomerId, Named>)> {
        let mut sides: BTreeMap<Key, Sides> = BTreeMap::new();
        let mut names = BTreeMap::new();
        for (key, (minor, documents, name)) in side.open {
            names.entry(key.0).or_insert(name);
            let documents = i64::try_from(documents).unwrap_or(i64::MAX);
            sides.entry(key).or_default().file = (minor, documents);
        }
        for company in side.companies {
            let rows = sqlx::query(HERE)
                .bind(CompanyId::of_code(&company).0)
                .bind(&side.source)
                .fetch_all(self.read())
                .await?;
            for row in rows {
                let key = (CustomerId(row.get(0)), company.clone(), currency(row.get(1))?);
                sides.entry(key).or_default().here = (row.get(2), row.get(3));
            }
        }
        Ok((sides, names))
    }

    /// Customers that are here are called as they are called here.
    async fn name_the_rest(
        &self,
        sides: &BTreeMap<Key, Sides>,
        names: &mut BTreeMap<CustomerId, Named>,
    ) -> Result<()> {
        let mut ids: Vec<Uuid> = sides.keys().map(|it| it.0.0).collect();
        ids.dedup();
        for piece in fixed(&ids) {
            for row in over_ids(NAMES.0, piece, NAMES.1).fetch_all(self.read()).await? {
                let customer: Customer = serde_json::from_str(row.get(0))?;
                let (search_key, sort_key) = (row.get(1), row.get(2));
                let name = Named { code: customer.code, name: customer.name, search_key, sort_key };
                names.insert(customer.id, name);
            }
        }
        Ok(())
    }

    async fn write_tie_out(
        &self,
        id: ImportId,
        sides: &BTreeMap<Key, Sides>,
        names: &BTreeMap<CustomerId, Named>,
    ) -> Result<()> {
        let whose = sides.iter().filter_map(|(key, it)| Some((key, it, names.get(&key.0)?)));
        let lines: Vec<(&Key, &Sides, &Named)> = whose.collect();
        let [head] = KEEP;
        let mut tx = dialect::begin(self.write()).await?;
        sqlx::query(FORGET).bind(id.0).execute(&mut *tx).await?;
        for piece in fixed(&lines) {
            let cells = piece.iter().map(|(key, sides, name)| cells(id, key, sides, name));
            over_rows(head, &cells.collect::<Vec<_>>(), "").execute(&mut *tx).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A page of a tie-out, with the sums of all that is asked for.
    pub(super) async fn tie_out(
        &self,
        caller: &Caller,
        id: ImportId,
        query: &TieOutQuery,
    ) -> Result<TieOut> {
        permitted(caller)?;
        let today = self.today().await?;
        self.stored_import(id).await?;
        let mut tx = self.snapshot().await?;
        let mut text = QueryBuilder::new(TOTALS[0]);
        filter(&mut text, id, query);
        text.push(TOTALS[1]);
        let totals: Vec<TieOutTotal> =
            text.build().fetch_all(&mut *tx).await?.iter().map(total).collect::<Result<_>>()?;
        let mut text = paging(id, query);
        cut(&mut text, query.limit, query.offset);
        let rows = text.build().fetch_all(&mut *tx).await?;
        let rows = rows.iter().map(line).collect::<Result<_>>()?;
        let lines = totals.iter().map(|it| it.lines).sum::<u64>();
        let total = i64::try_from(lines).unwrap_or(i64::MAX);
        Ok(TieOut { listing: Listing { rows, total, today }, totals })
    }

    /// Everything that is asked for, as a file.
    pub(super) async fn tie_out_file(
        &self,
        caller: &Caller,
        id: ImportId,
        query: &TieOutQuery,
        language: Language,
    ) -> Result<String> {
        permitted(caller)?;
        self.stored_import(id).await?;
        let mut file = csv::Writer::from_writer(vec![]);
        file.write_record(heading(language)).map_err(unwritten)?;
        let rows = paging(id, query).build().fetch_all(self.read()).await?;
        for row in &rows {
            let it = line(row)?;
            let cells = [
                guarded(&it.code),
                guarded(&it.name),
                guarded(&it.company),
                it.here.amount.currency().to_string(),
                it.here.amount.plain(),
                it.file.amount.plain(),
                it.difference.plain(),
                it.here.documents.to_string(),
                it.file.documents.to_string(),
            ];
            file.write_record(cells).map_err(unwritten)?;
        }
        String::from_utf8(file.into_inner().map_err(unwritten)?).map_err(unwritten)
    }
}

fn heading(language: Language) -> [&'static str; 9] {
    match language {
        Language::Zh => [
            "客户编号",
            "客户",
            "账套",
            "币种",
            "本系统未清",
            "文件未清",
            "差额（本系统−文件）",
            "本系统张数",
            "文件张数",
        ],
        Language::En => [
            "customer code",
            "customer",
            "company",
            "currency",
            "open here",
            "open in the file",
            "difference (here - file)",
            "documents here",
            "documents in the file",
        ],
    }
}

fn cells<'a>(id: ImportId, key: &'a Key, sides: &Sides, name: &'a Named) -> Vec<Cell<'a>> {
    let (customer, company, currency) = key;
    vec![
        Cell::id(id.0),
        Cell::id(customer.0),
        Cell::text(company),
        Cell::written(currency),
        Cell::text(&name.code),
        Cell::text(&name.name),
        Cell::text(&name.search_key),
        Cell::text(&name.sort_key),
        Cell::Whole(sides.here.0),
        Cell::Whole(sides.here.1),
        Cell::Whole(sides.file.0),
        Cell::Whole(sides.file.1),
        Cell::Whole(i64::from(sides.here != sides.file)),
    ]
}

fn filter(text: &mut QueryBuilder<Db>, id: ImportId, query: &TieOutQuery) {
    text.push(" WHERE import_id = ").push_bind(id.0);
    if query.lines == TieOutLines::Differing {
        text.push(" AND differs = 1");
    }
    named(text, "search_key", &query.search);
}

fn paging(id: ImportId, query: &TieOutQuery) -> QueryBuilder<Db> {
    let [select] = LINES;
    let mut text = QueryBuilder::new(select);
    filter(&mut text, id, query);
    let order = match query.order {
        Order::Ascending => "",
        Order::Descending => " DESC",
    };
    let by = match query.sort {
        TieOutSort::Customer => "sort_key",
        TieOutSort::Code => "code",
        TieOutSort::Here => "here_minor",
        TieOutSort::File => "file_minor",
        TieOutSort::Difference => "ABS(here_minor - file_minor)",
    };
    text.push(format!(" ORDER BY {by}{order}, sort_key, customer_id, company, currency"));
    text
}

fn line(row: &Found) -> Result<TieOutLine> {
    let currency = currency(row.get(4))?;
    let (here, file) = (side(row, 5, currency)?, side(row, 7, currency)?);
    Ok(TieOutLine {
        customer: CustomerId(row.get(0)),
        code: row.get(1),
        name: row.get(2),
        company: row.get(3),
        here,
        file,
        difference: here.amount.checked_sub(file.amount).map_err(unwritten)?,
    })
}

fn total(row: &Found) -> Result<TieOutTotal> {
    let currency = currency(row.get(0))?;
    let (here, file) = (side(row, 1, currency)?, side(row, 3, currency)?);
    let count = |at: usize| u64::try_from(row.get::<i64, _>(at)).unwrap_or(0);
    Ok(TieOutTotal {
        currency,
        here,
        file,
        difference: here.amount.checked_sub(file.amount).map_err(unwritten)?,
        lines: count(5),
        differing: count(6),
    })
}

/// An amount and the documents behind it.
fn side(row: &Found, at: usize, currency: Currency) -> Result<Side> {
    let amount = Money::try_new(row.get(at), currency).map_err(unwritten)?;
    Ok(Side { amount, documents: u64::try_from(row.get::<i64, _>(at + 1)).unwrap_or(0) })
}

fn currency(code: &str) -> Result<Currency> {
    Currency::parse(code).map_err(unwritten)
}

statements! {
    HERE = "SELECT customer_id, currency, CAST(SUM(open_minor) AS BIGINT), COUNT(*) FROM invoice \
        WHERE company_id = $1 AND source = $2 AND open_minor <> 0 GROUP BY customer_id, currency";
    NAMES = "SELECT body, search_key, sort_key FROM customer WHERE id IN " ids;
    FORGET = "DELETE FROM tie_out WHERE import_id = $1";
}

parts! {
    KEEP = "INSERT INTO tie_out (import_id, customer_id, company, currency, code, name, \
        search_key, sort_key, here_minor, here_documents, file_minor, file_documents, differs) \
        VALUES ";
    LINES = "SELECT customer_id, code, name, company, currency, here_minor, here_documents, \
        file_minor, file_documents FROM tie_out";
    TOTALS =
        "SELECT currency, CAST(SUM(here_minor) AS BIGINT), CAST(SUM(here_documents) AS BIGINT), \
        CAST(SUM(file_minor) AS BIGINT), CAST(SUM(file_documents) AS BIGINT), COUNT(*), \
        CAST(SUM(differs) AS BIGINT) FROM tie_out",
        " GROUP BY currency ORDER BY currency";
}
