//! A full disk: SQLite on a small file system that runs full under load, with the server killed on it or
//! not, and is given room again.

use std::{
    cell::Cell,
    env,
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use futures::future::try_join_all;
use tokio::{process::Command, time::sleep};

use super::{
    breach::Stop,
    handset::Handset,
    line::Line,
    serving::Serving,
    under_fire::{Fire, milliseconds},
};

/// Room for a database of a few thousand commands, and for a ballast that fills the rest at once.
const MEGABYTES: u32 = 96;
/// Until somebody is told that the disk is full, and until everybody has an answer afterwards.
const PATIENCE: Duration = Duration::from_secs(30);
/// What whoever runs the server finds in the log.
const TOLD: &str = "the disk is full: make room where the database is";

/// A file system of its own, in memory, that goes with the run.
pub struct SmallDisk {
    folder: PathBuf,
}

impl SmallDisk {
    /// Mounts it in a folder; nothing where that is not permitted, which is said.
    ///
    /// # Errors
    /// It cannot be mounted, and `CI` is set.
    pub async fn mount(folder: &Path) -> Result<Option<SmallDisk>> {
        fs::create_dir_all(folder)?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={MEGABYTES}m"), "chitbook-small-disk"]);
        let output = mount.arg(folder).output().await;
        let said = match &output {
            Ok(output) if output.status.success() => {
                return Ok(Some(SmallDisk { folder: folder.to_owned() }));
            }
            Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            Err(error) => error.to_string(),
        };
        let advice = "run as root (in a container: `--cap-add SYS_ADMIN`)";
        ensure!(env::var_os("CI").is_none(), "no small disk can be mounted: {said}; {advice}");
        eprintln!("SKIPPED: full disks, for none can be mounted: {said}; {advice}");
        Ok(None)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }

    /// Fills it but for so many bytes.
    fn fill(&self, leaving: u64) -> Result<()> {
        let mut ballast = File::create(self.ballast())?;
        for size in [1 << 20, 1 << 12] {
            let piece = vec![b'x'; size];
            loop {
                match ballast.write_all(&piece) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => return Err(error).context("the ballast"),
                }
            }
        }
        let filled = ballast.metadata()?.len();
        Ok(ballast.set_len(filled.saturating_sub(leaving))?)
    }

    fn free(&self) -> Result<()> {
        fs::remove_file(self.ballast()).context("the ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the server on it may still be ending.
        let _ = std::process::Command::new("umount").arg("--lazy").arg(&self.folder).status();
    }
}

/// What happens while there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum While {
    /// The server lives on, and goes on by itself.
    Living,
    /// It is killed, and started again on the full disk.
    Killed,
}

impl Fire {
    /// The disk runs full under load, and is given room again.
    pub async fn full_disk(
        &mut self,
        mut serving: Serving,
        disk: &SmallDisk,
        meanwhile: While,
    ) -> Result<Serving> {
        let moment = milliseconds(self.dice.between(20, 150));
        let leaving = u64::try_from(self.dice.between(0, 300_000))?;
        let (enough, witness) = (Cell::new(false), &self.witness);
        let workers = self.handsets.iter_mut();
        let at_work = try_join_all(workers.map(|it| it.work_until_full(&enough, witness)));
        let filled = async {
            sleep(moment).await;
            let filled = disk.fill(leaving);
            sleep(PATIENCE).await;
            enough.set(true);
            filled
        };
        tokio::select! {
            worked = at_work => {
                worked?;
            }
            filled = filled => {
                filled?;
                anyhow::bail!("the disk is full, and for {PATIENCE:?} nobody was told");
            }
        };
        ensure!(serving.is_alive()?, "the server ended on a full disk");
        self.reads_on().await?;
        if meanwhile == While::Killed {
            serving.kill().await?;
            serving = self.start_on_full_disk(disk).await?;
        } else {
            disk.free()?;
        }
        let until = Instant::now() + PATIENCE;
        try_join_all(self.handsets.iter_mut().map(|it| it.come_through(until))).await?;
        ensure!(serving.is_alive()?, "the server ended after a full disk");
        let log = fs::read_to_string(self.house.log())?;
        ensure!(log.contains(TOLD), "nobody who runs the server was told of the full disk");
        self.tally.cycles += 1;
        self.agree().await?;
        Ok(serving)
    }

    /// What was stored can be read, and who signs in is told what is the matter.
    async fn reads_on(&mut self) -> Result<()> {
        let witness = &self.witness;
        let reading = self.handsets.iter_mut().map(|it| it.read_on(witness));
        try_join_all(reading).await.map_err(anyhow::Error::from).context("on a full disk")?;
        let address = self.handsets.first().map(Handset::address).context("a device")?;
        match Line::sign_in(address, "admin").await {
            Err(Stop::Refused { status: 503, said }) => {
                ensure!(
                    said.contains("磁盘已满"),
                    "signing in on a full disk is answered with {said}"
                );
                Ok(())
            }
            Err(other) => Err(anyhow::Error::from(other).context("signing in on a full disk")),
            // What the failed writes gave back may be room enough for a session.
            Ok(_) => Ok(()),
        }
    }

    /// It comes up and refuses, or says that it cannot and comes up once there is room.
    async fn start_on_full_disk(&mut self, disk: &SmallDisk) -> Result<Serving> {
        let started = Serving::start(&self.house).await;
        let serving = match started {
            Ok(serving) => {
                disk.free()?;
                serving
            }
            Err(error) => {
                let said = error.to_string();
                ensure!(said.contains("full"), "on a full disk the server says {said:?}");
                disk.free()?;
                Serving::start(&self.house).await.context("once there is room")?
            }
        };
        self.handsets.iter_mut().for_each(|it| it.now_at(&serving.address));
        Ok(serving)
    }
}
