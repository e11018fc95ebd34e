//! Refusals about attachments in Chinese.

use crate::{attachment::AttachmentRefusal, words::size};

pub fn refusal(it: &AttachmentRefusal) -> String {
    match it {
        AttachmentRefusal::Empty => "这个文件是空的。请另选一个。".to_owned(),
        AttachmentRefusal::TooLarge { bytes, most } => {
            format!("文件有{}，最大{}。请压缩后再选，或分成几个。", size(*bytes), size(*most))
        }
        AttachmentRefusal::NameTooLong { length, most } => {
            format!("文件名有{length}个字，最多{most}个字。请改短些。")
        }
        AttachmentRefusal::OfAnother => {
            "这张附件指向另一家客户的记录。请在那家客户下重新添加。".to_owned()
        }
        AttachmentRefusal::IdTaken { .. } => {
            "这个编号已用于另一个附件，那个附件没有变动。请重新添加。".to_owned()
        }
        AttachmentRefusal::Unknown { .. } => {
            "找不到这个附件，可能还没同步到。请先同步。".to_owned()
        }
        AttachmentRefusal::NotYourOwn => "附件只能由添加的人或管理员删除。请联系他们。".to_owned(),
    }
}
