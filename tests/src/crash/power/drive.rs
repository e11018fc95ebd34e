//! A drive whose power can be cut: a file system in this process, mounted where the server keeps its database.
//! Every write and every sync of the real program arrives here.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, UNIX_EPOCH},
};

use anyhow::{Context as _, Result, bail};
use fuser::{
    BackgroundSession, Config, Errno, FileAttr, FileHandle, FileType, Filesystem, FopenFlags,
    Generation, INodeNo, LockOwner, MountOption, OpenFlags, ReplyAttr, ReplyCreate, ReplyData,
    ReplyDirectory, ReplyEmpty, ReplyEntry, ReplyWrite, Request, TimeOrNow, WriteFlags,
};

use super::platter::{Off, Platter, Survives};
use crate::simulator::dice::Dice;

/// How long the kernel may believe what it was told: nobody but the kernel changes a file here.
const BELIEVED: Duration = Duration::from_secs(1);

/// The drive in its slot.
pub struct Drive {
    platter: Arc<Mutex<Platter>>,
    folder: PathBuf,
    /// None once it was taken out.
    session: Option<BackgroundSession>,
}

impl Drive {
    /// Nothing where no file system of one's own can be mounted, which is said.
    ///
    /// # Errors
    /// It cannot be mounted, and `CI` is set.
    pub fn mount(folder: &Path, platter: Platter) -> Result<Option<Drive>> {
        fs::create_dir_all(folder)?;
        let platter = Arc::new(Mutex::new(platter));
        let mut config = Config::default();
        config.mount_options = vec![MountOption::FSName("chitbook-drive".to_owned())];
        match fuser::spawn_mount(Slot(Arc::clone(&platter)), folder, &config) {
            Ok(session) => {
                let (folder, session) = (folder.to_owned(), Some(session));
                Ok(Some(Drive { platter, folder, session }))
            }
            Err(error) => {
                let advice = "run as root where /dev/fuse is \
                    (in a container: `--device /dev/fuse --cap-add SYS_ADMIN`)";
                if env::var_os("CI").is_some() {
                    bail!("no drive can be mounted: {error}; {advice}");
                }
                eprintln!("SKIPPED: power cuts, for no drive can be mounted: {error}; {advice}");
                Ok(None)
            }
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The power is cut: nothing is taken any more. What is found when it is back.
    pub fn cut(&self, survives: Survives, dice: &mut Dice) -> Platter {
        locked(&self.platter).cut(survives, dice)
    }

    /// Takes it out of its slot; nobody may hold a file of it.
    ///
    /// # Errors
    /// Somebody does.
    pub fn take_out(mut self) -> Result<()> {
        let session = self.session.take().context("a drive in its slot")?;
        session.umount_and_join().context("the drive is taken out")
    }
}

impl Drop for Drive {
    /// Where a run ends early the server may still hold its files: the drive goes when these do.
    fn drop(&mut self) {
        if self.session.is_some() {
            let _ = std::process::Command::new("umount").arg("--lazy").arg(&self.folder).status();
        }
    }
}

fn locked(platter: &Mutex<Platter>) -> MutexGuard<'_, Platter> {
    platter.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the kernel asks.
struct Slot(Arc<Mutex<Platter>>);

impl Slot {
    fn platter(&self) -> MutexGuard<'_, Platter> {
        locked(&self.0)
    }
}

fn attributes(file: u64, length: usize, kind: FileType) -> FileAttr {
    let size = length as u64;
    FileAttr {
        ino: INodeNo(file),
        size,
        blocks: size.div_ceil(512),
        atime: UNIX_EPOCH,
        mtime: UNIX_EPOCH,
        ctime: UNIX_EPOCH,
        crtime: UNIX_EPOCH,
        kind,
        perm: if kind == FileType::Directory { 0o755 } else { 0o644 },
        nlink: 1,
        uid: 0,
        gid: 0,
        rdev: 0,
        blksize: 4096,
        flags: 0,
    }
}

fn folder() -> FileAttr {
    attributes(INodeNo::ROOT.0, 0, FileType::Directory)
}

impl From<Off> for Errno {
    fn from(_: Off) -> Errno {
        Errno::EIO
    }
}

fn done(outcome: Result<(), Off>, reply: ReplyEmpty) {
    match outcome {
        Ok(()) => reply.ok(),
        Err(off) => reply.error(off.into()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "files here fit into memory")]
fn place(offset: u64) -> usize {
    offset as usize
}

impl Filesystem for Slot {
    fn lookup(&self, _: &Request, _: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let platter = self.platter();
        let found = name.to_str().and_then(|it| platter.find(it));
        match found.and_then(|file| Some((file, platter.length(file)?))) {
            Some((file, length)) => {
                let told = attributes(file, length, FileType::RegularFile);
                reply.entry(&BELIEVED, &told, Generation(0));
            }
            None => reply.error(Errno::ENOENT),
        }
    }

    fn getattr(&self, _: &Request, file: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        if file == INodeNo::ROOT {
            return reply.attr(&BELIEVED, &folder());
        }
        match self.platter().length(file.0) {
            Some(length) => {
                reply.attr(&BELIEVED, &attributes(file.0, length, FileType::RegularFile));
            }
            None => reply.error(Errno::ENOENT),
        }
    }

    fn setattr(
        &self,
        _: &Request,
        file: INodeNo,
        _mode: Option<u32>,
        _uid: Option<u32>,
        _gid: Option<u32>,
        size: Option<u64>,
        _atime: Option<TimeOrNow>,
        _mtime: Option<TimeOrNow>,
        _ctime: Option<std::time::SystemTime>,
        _handle: Option<FileHandle>,
        _crtime: Option<std::time::SystemTime>,
        _chgtime: Option<std::time::SystemTime>,
        _bkuptime: Option<std::time::SystemTime>,
        _flags: Option<fuser::BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        if file == INodeNo::ROOT {
            return reply.attr(&BELIEVED, &folder());
        }
        let mut platter = self.platter();
        if let Some(size) = size
            && let Err(off) = platter.set_length(file.0, place(size))
        {
            return reply.error(off.into());
        }
        match platter.length(file.0) {
            Some(length) => {
                reply.attr(&BELIEVED, &attributes(file.0, length, FileType::RegularFile));
            }
            None => reply.error(Errno::ENOENT),
        }
    }

    fn create(
        &self,
        _: &Request,
        _: INodeNo,
        name: &OsStr,
        _mode: u32,
        _umask: u32,
        _flags: i32,
        reply: ReplyCreate,
    ) {
        let Some(name) = name.to_str() else { return reply.error(Errno::EINVAL) };
        match self.platter().create(name) {
            Ok(file) => {
                let told = attributes(file, 0, FileType::RegularFile);
                let (handle, flags) = (FileHandle(0), FopenFlags::empty());
                reply.created(&BELIEVED, &told, Generation(0), handle, flags);
            }
            Err(off) => reply.error(off.into()),
        }
    }

    fn unlink(&self, _: &Request, _: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        match self.platter().unlink(name.to_str().unwrap_or_default()) {
            Ok(Some(_)) => reply.ok(),
            Ok(None) => reply.error(Errno::ENOENT),
            Err(off) => reply.error(off.into()),
        }
    }

    fn read(
        &self,
        _: &Request,
        file: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        reply.data(self.platter().read(file.0, place(offset), size as usize));
    }

    fn write(
        &self,
        _: &Request,
        file: INodeNo,
        _: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        match self.platter().write(file.0, place(offset), data) {
            Ok(true) => reply.written(u32::try_from(data.len()).unwrap_or(u32::MAX)),
            Ok(false) => reply.error(Errno::ENOENT),
            Err(off) => reply.error(off.into()),
        }
    }

    /// A file that is closed is not synced by it.
    fn flush(&self, _: &Request, _: INodeNo, _: FileHandle, _: LockOwner, reply: ReplyEmpty) {
        reply.ok();
    }

    fn fsync(&self, _: &Request, file: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        done(self.platter().sync(file.0), reply);
    }

    fn fsyncdir(&self, _: &Request, _: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        done(self.platter().sync_names(), reply);
    }

    fn readdir(
        &self,
        _: &Request,
        _: INodeNo,
        _: FileHandle,
        offset: u64,
        mut reply: ReplyDirectory,
    ) {
        let platter = self.platter();
        for (at, (name, file)) in platter.names().enumerate().skip(place(offset)) {
            if reply.add(INodeNo(file), at as u64 + 1, FileType::RegularFile, name) {
                break;
            }
        }
        reply.ok();
    }
}
