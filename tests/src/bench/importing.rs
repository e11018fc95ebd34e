//! Importing: 9,700 open items, and 200,000 rows within a bounded memory, by the product's own command.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};

use super::{Figure, median, stage::Grounds};
use crate::world::books::Database;

const ROWS: usize = 9_700;
const MANY_ROWS: usize = 200_000;
const SECONDS_MOST: f64 = 5.0;
const MEGABYTES_MOST: f64 = 300.0;
const RUNS: usize = 3;

pub fn measure(grounds: &Grounds, database: Database, name: &str) -> Result<()> {
    let Some(chitbook) = env::var_os("CHITBOOK_BIN").map(PathBuf::from) else {
        eprintln!("SKIPPED: imports, for CHITBOOK_BIN does not name the server binary");
        return Ok(());
    };
    let (file, whose) = match env::var_os("CHITBOOK_REAL_DATA") {
        Some(folder) => (PathBuf::from(folder).join("highradius_open_items.csv"), "real"),
        None => (written(grounds.folder(), ROWS)?, "made-up"),
    };
    let (mut took, mut again) = (vec![], vec![]);
    for _ in 0..RUNS {
        let url = grounds.fresh(database)?;
        took.push(import(&chitbook, &file, &url)?.seconds);
        again.push(import(&chitbook, &file, &url)?.seconds);
    }
    let what = format!("import 9,700 {whose} open items, {name}");
    Figure::seconds(what, median(took)).at_most(SECONDS_MOST).tell()?;
    Figure::seconds(format!("the same file again, {name}"), median(again)).tell()?;

    let many = written(grounds.folder(), MANY_ROWS)?;
    let run = import(&chitbook, &many, &grounds.fresh(database)?)?;
    Figure::seconds(format!("import 200,000 rows, {name}"), run.seconds).tell()?;
    let what = format!("memory while importing 200,000 rows, {name}");
    Figure { unit: "MB", ..Figure::seconds(what, run.megabytes) }.at_most(MEGABYTES_MOST).tell()
}

struct Run {
    seconds: f64,
    megabytes: f64,
}

fn import(chitbook: &Path, file: &Path, url: &str) -> Result<Run> {
    let began = Instant::now();
    let mut child = Command::new(chitbook)
        .args(["import", "invoices"])
        .arg(file)
        .args(["--profile", "highradius", "--db", url])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{} starts", chitbook.display()))?;
    let megabytes = most_memory(&mut child)?;
    let seconds = began.elapsed().as_secs_f64();
    let status = child.wait()?;
    ensure!(status.success(), "the import ended with {status}");
    Ok(Run { seconds, megabytes })
}

/// The most memory a process had resident, as the kernel counts it, asked for until it ends.
fn most_memory(child: &mut Child) -> Result<f64> {
    let path = format!("/proc/{}/status", child.id());
    let mut most: f64 = 0.0;
    while child.try_wait()?.is_none() {
        let status = fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|it| it.trim().trim_end_matches(" kB").parse::<f64>().ok());
        most = most.max(kilobytes.unwrap_or(0.0) / 1_024.0);
        thread::sleep(Duration::from_millis(5));
    }
    Ok(most)
}

/// A file of so many open items of 1,000 customers.
fn written(folder: &Path, rows: usize) -> Result<PathBuf> {
    let path = folder.join(format!("{rows}.csv"));
    if path.exists() {
        return Ok(path);
    }
    let mut file = std::io::BufWriter::new(fs::File::create(&path)?);
    writeln!(
        file,
        "business_code,cust_number,name_customer,doc_id,posting_date,document_create_date,\
         document_create_date.1,due_in_date,invoice_currency,document type,total_open_amount"
    )?;
    for row in 0..rows {
        let (customer, day) = (row % 1_000, 1 + row % 28);
        writeln!(
            file,
            "U001,{:010},客户{customer} 商贸,{}.0,2026-09-{day:02},2026-09-{day:02},\
             2026-09-{day:02},2026-10-{day:02},USD,RV,{}.25",
            200_700_000 + customer,
            1_930_000_000 + row,
            100 + row % 90_000
        )?;
    }
    file.flush()?;
    Ok(path)
}
