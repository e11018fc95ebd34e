//! What can go wrong, said to people in both languages and to machines by one word. Never SQL.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use shared::sync::Scope;

use crate::dialect;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Every failure of the server. Rules refuse in verdicts, not here.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the request cannot be read: {0}")]
    Malformed(String),
    #[error("nobody is signed in")]
    SignedOut,
    #[error("login or password is wrong")]
    WrongPassword,
    #[error("the password is too short: {least} characters at least")]
    PasswordTooShort { least: usize },
    #[error("the new password is the old one; choose another")]
    PasswordSame,
    #[error("the password was drawn for one sign-in: choose one of your own first")]
    PasswordOneTime,
    #[error("this user has ended; ask your administrator")]
    UserEnded,
    #[error("not permitted")]
    Forbidden,
    #[error("the device was revoked")]
    DeviceRevoked,
    #[error("the device is not known under this user")]
    DeviceUnknown,
    #[error("a command was given in another user's name; sign in as that user to send it")]
    NotAuthor,
    #[error("the scope {0} is not granted")]
    ScopeNotGranted(Scope),
    #[error("the request comes from another site")]
    ForeignOrigin,
    #[error("the body has to be JSON")]
    NotJson,
    #[error("there is nothing here")]
    NotFound,
    #[error("this cannot be done here")]
    MethodNotAllowed,
    #[error("too large: {0}")]
    TooLarge(String),
    #[error("another import is running; wait until it has ended, or stop it")]
    ImportRunning,
    #[error("this cannot be done with the import as it stands; look at it again")]
    ImportMoved,
    #[error("the uploaded file is gone; upload it again")]
    FileGone,
    #[error("its content has not come yet; it is on the device that took it")]
    NotArrived,
    #[error("what came is not what its digest says; send it from the beginning")]
    BlobDamaged,
    #[error("only JPEG, PNG, WebP and PDF are taken")]
    BlobType,
    #[error("too many tries; again in {seconds} seconds")]
    TooManyTries { seconds: u64 },
    #[error("this build reads schema {given}, the server speaks {here}")]
    Schema { given: u32, here: u32 },
    #[error("the server lives a new life: pull first")]
    NewEpoch,
    #[error("the server is busy or cannot reach its database; try again")]
    Unavailable,
    #[error("setting up failed: {0}")]
    Setup(String),
    #[error("a stored row cannot be read: {0}")]
    Unreadable(String),
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    #[error("the database could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Error {
        Error::Database(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Error {
        Error::Unreadable(error.to_string())
    }
}

/// Whose fault a failed transaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// Another writer was in the way: run it again, it counts as nothing.
    Conflict,
    /// What was to be written.
    Data,
    /// The database refused, and nobody can tell for whose sake: a full disk, a statement it does
    /// not understand. Nothing is put into quarantine for it.
    Database,
    /// The database was not even reached.
    Weather,
}

impl Error {
    pub fn blame(&self) -> Blame {
        match self {
            Error::Database(sqlx::Error::Database(error)) => {
                let code = error.code().unwrap_or_default();
                if dialect::is_conflict(&code) {
                    Blame::Conflict
                } else if dialect::blames_data(&code) {
                    Blame::Data
                } else {
                    Blame::Database
                }
            }
            Error::Database(
                sqlx::Error::Encode(_)
                | sqlx::Error::Decode(_)
                | sqlx::Error::ColumnDecode { .. }
                | sqlx::Error::TypeNotFound { .. },
            )
            | Error::Unreadable(_) => Blame::Data,
            _ => Blame::Weather,
        }
    }

    /// Whether the same request may find the database at leisure, or within reach, later.
    fn is_busy(&self) -> bool {
        match self {
            Error::Database(error) => unreachable(error) || self.blame() == Blame::Conflict,
            _ => false,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Error::Malformed(_) => StatusCode::BAD_REQUEST,
            Error::PasswordTooShort { .. } | Error::PasswordSame | Error::BlobDamaged => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Error::SignedOut | Error::WrongPassword => StatusCode::UNAUTHORIZED,
            Error::Forbidden
            | Error::PasswordOneTime
            | Error::DeviceRevoked
            | Error::DeviceUnknown
            | Error::NotAuthor
            | Error::ScopeNotGranted(_)
            | Error::ForeignOrigin => StatusCode::FORBIDDEN,
            Error::NotJson | Error::BlobType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::NotFound | Error::NotArrived => StatusCode::NOT_FOUND,
            Error::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Error::TooManyTries { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::UserEnded | Error::FileGone => StatusCode::GONE,
            Error::ImportRunning | Error::ImportMoved | Error::Schema { .. } | Error::NewEpoch => {
                StatusCode::CONFLICT
            }
            Error::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Error::Setup(_) | Error::Unreadable(_) | Error::Database(_) | Error::Migrate(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// The word by which machines tell failures apart.
    fn word(&self) -> &'static str {
        match self {
            Error::Malformed(_) => "malformed",
            Error::SignedOut => "signed_out",
            Error::WrongPassword => "wrong_password",
            Error::PasswordTooShort { .. } => "password_too_short",
            Error::PasswordSame => "password_same",
            Error::PasswordOneTime => "password_one_time",
            Error::UserEnded => "user_ended",
            Error::Forbidden => "forbidden",
            Error::DeviceRevoked => "device_revoked",
            Error::DeviceUnknown => "device_unknown",
            Error::NotAuthor => "not_author",
            Error::ScopeNotGranted(_) => "scope_not_granted",
            Error::ForeignOrigin => "foreign_origin",
            Error::NotJson => "not_json",
            Error::NotFound => "not_found",
            Error::NotArrived => "not_arrived",
            Error::BlobDamaged => "blob_damaged",
            Error::BlobType => "blob_type",
            Error::MethodNotAllowed => "method_not_allowed",
            Error::TooLarge(_) => "too_large",
            Error::TooManyTries { .. } => "too_many_tries",
            Error::ImportRunning => "import_running",
            Error::ImportMoved => "import_moved",
            Error::FileGone => "file_gone",
            Error::Schema { .. } => "schema",
            Error::NewEpoch => "new_epoch",
            Error::Unavailable => "unavailable",
            Error::Setup(_) | Error::Unreadable(_) | Error::Database(_) | Error::Migrate(_) => {
                "internal"
            }
        }
    }

    /// The failure as a sentence in Chinese.
    pub fn say_zh(&self) -> String {
        match self {
            Error::Malformed(said) => format!("请求无法识别：{said}"),
            Error::SignedOut => "请先登录".to_owned(),
            Error::WrongPassword => "账号或密码不对".to_owned(),
            Error::PasswordTooShort { least } => format!("密码太短，至少 {least} 个字符"),
            Error::PasswordSame => "新密码和原来的一样，请换一个".to_owned(),
            Error::PasswordOneTime => "这是一次性密码，请先设自己的密码".to_owned(),
            Error::UserEnded => "这个账号已停用，请联系管理员".to_owned(),
            Error::Forbidden => "没有权限".to_owned(),
            Error::DeviceRevoked => "这台设备已被停用，请联系管理员".to_owned(),
            Error::DeviceUnknown => "这台设备没有登记在当前账号下".to_owned(),
            Error::NotAuthor => "记录是另一个用户做的，请由本人登录后发送".to_owned(),
            Error::ScopeNotGranted(_) => "没有查看这个片区的权限".to_owned(),
            Error::ForeignOrigin => "请求来自其他网站，已拒绝".to_owned(),
            Error::NotJson => "请求内容必须是 JSON".to_owned(),
            Error::NotFound => "没有找到".to_owned(),
            Error::NotArrived => "内容还没有上传，还在拍摄的手机上".to_owned(),
            Error::BlobDamaged => "收到的内容与校验码不符，请从头重新上传".to_owned(),
            Error::BlobType => "只接受 JPEG、PNG、WebP 图片和 PDF 文件".to_owned(),
            Error::MethodNotAllowed => "不支持这个操作".to_owned(),
            Error::TooLarge(said) => format!("内容过大：{said}"),
            Error::TooManyTries { seconds } => format!("尝试次数过多，请在 {seconds} 秒后再试"),
            Error::ImportRunning => "另一个文件正在导入，请等它结束或先停止".to_owned(),
            Error::ImportMoved => "这次导入的状态已经变了，请再看一眼".to_owned(),
            Error::FileGone => "上传的文件已删除，请重新上传".to_owned(),
            Error::Schema { .. } => "应用版本与服务器不一致，请更新应用".to_owned(),
            Error::NewEpoch => "服务器数据已恢复，请先同步".to_owned(),
            Error::Unavailable => "服务器忙或暂时连不上数据库，请稍后再试".to_owned(),
            Error::Setup(_) | Error::Unreadable(_) | Error::Database(_) | Error::Migrate(_) => {
                "服务器出错，已记录，请稍后再试".to_owned()
            }
        }
    }

    /// The failure in Chinese for whoever runs the server: what lies behind it comes after it.
    pub fn told_zh(&self) -> String {
        match self {
            Error::Setup(said) => format!("无法准备：{said}"),
            Error::Unreadable(said) => format!("存储的内容无法读取：{said}"),
            Error::Database(_) => "数据库出错".to_owned(),
            Error::Migrate(_) => "数据库无法升级".to_owned(),
            told => told.say_zh(),
        }
    }

    fn say_en(&self) -> String {
        match self {
            Error::Setup(_) | Error::Unreadable(_) | Error::Database(_) | Error::Migrate(_) => {
                "the server failed; it is on record, try again later".to_owned()
            }
            told => told.to_string(),
        }
    }
}

fn unreachable(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_))
}

#[derive(Serialize)]
struct Told {
    error: &'static str,
    say_zh: String,
    say_en: String,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if self.is_busy() {
            tracing::warn!(error = ?self, "the database is busy or out of reach");
            return Error::Unavailable.into_response();
        }
        let status = self.status();
        if status.is_server_error() {
            tracing::error!(error = ?self, "a request failed");
        }
        let told = Told { error: self.word(), say_zh: self.say_zh(), say_en: self.say_en() };
        let mut response = (status, Json(told)).into_response();
        if let Error::TooManyTries { seconds } = self
            && let Ok(seconds) = HeaderValue::try_from(seconds.to_string())
        {
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_database_is_no_fault_of_the_server() {
        for error in [sqlx::Error::PoolTimedOut, sqlx::Error::PoolClosed] {
            let response = Error::from(error).into_response();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        }
        let response = Error::from(sqlx::Error::RowNotFound).into_response();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn only_what_was_to_be_written_is_blamed_for_a_fault_of_the_data() {
        let weather =
            [sqlx::Error::PoolTimedOut, sqlx::Error::PoolClosed, sqlx::Error::WorkerCrashed];
        for error in weather {
            assert_eq!(Error::from(error).blame(), Blame::Weather);
        }
        assert_eq!(Error::Unreadable(String::new()).blame(), Blame::Data);
        // Serialisation failure, deadlock; busy, busy snapshot, locked.
        let conflicts = ["40001", "40P01", "5", "517", "6"];
        let data = ["22021", "23505", "54000", "19", "2067", "18", "20"];
        // Disk full, read only, a column that is not there; disk full, i/o, read only, corrupt.
        let neither = ["53100", "25006", "42703", "13", "10", "8", "11"];
        let here = |it: &&str| (it.len() == 5) == cfg!(feature = "postgres");
        assert!(conflicts.into_iter().filter(here).all(dialect::is_conflict));
        assert!(data.into_iter().filter(here).all(dialect::blames_data));
        for code in neither {
            assert!(!dialect::is_conflict(code) && !dialect::blames_data(code), "{code}");
        }
    }
}
