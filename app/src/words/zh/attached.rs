//! Attachments in Chinese: taking photos, where their content is, looking at them.

use shared::{
    attachment::{AttachedTo, Media},
    words::{Language, day, size},
};

use crate::{
    draft::attached::NotPicked,
    words::{AttachSaid, AttachWord},
};

const ZH: Language = Language::Zh;

pub fn attached(it: AttachWord) -> &'static str {
    match it {
        AttachWord::Field => "照片和附件",
        AttachWord::Take => "拍照",
        AttachWord::Choose => "选照片或 PDF",
        AttachWord::Working => "正在处理照片",
        AttachWord::Remove => "移除",
        AttachWord::Removed => "已移除一个附件，可撤销。",
        AttachWord::Photo => "照片",
        AttachWord::Paper => "PDF 文件",
        AttachWord::Add => "添加附件",
        AttachWord::AddHint => "合同、签字的对账单、证照等，放进客户档案。",
        AttachWord::Fill => "先拍照或选文件",
        AttachWord::Heading => "附件",
        AttachWord::Empty => "还没有附件。",
        AttachWord::OnlyHere => "仅在本机",
        AttachWord::Waiting => "待上传",
        AttachWord::Stuck => "无法上传",
        AttachWord::StuckHint => "服务器不收这份内容，可能已损坏。请删除后重新拍照或选择。",
        AttachWord::There => "已上传",
        AttachWord::Elsewhere => "等待上传（在拍摄的手机上）",
        AttachWord::ElsewhereHint => "内容还在拍摄的手机上，那台手机联网后会自动上传。",
        AttachWord::NotHere => "本机没有",
        AttachWord::NotHereHint => {
            "服务器和本机都没有它的内容。可能在你的另一台设备上等待上传，也可能已丢失。"
        }
        AttachWord::WaitingHint => "内容在本机，联网后自动上传；上传完成就从本机清除。",
        AttachWord::View => "查看",
        AttachWord::Previous => "上一个",
        AttachWord::Next => "下一个",
        AttachWord::Loading => "正在打开",
        AttachWord::Offline => "需要联网查看。内容在服务器上，没有丢。",
        AttachWord::NotArrived => "内容还没有传到服务器，请稍后再看。",
        AttachWord::Gone => "已经删除，或客户不再归你负责。",
        AttachWord::Failed => "没有打开。内容没有丢，请再试一次。",
        AttachWord::OpenPaper => "下载 PDF",
        AttachWord::PaperHint => "用手机或电脑上的 PDF 阅读器打开。",
        AttachWord::Delete => "删除附件",
        AttachWord::DeleteAsk => "删除后内容会清除，不能恢复；谁在哪天删除会留下记录。",
        AttachWord::DeleteNow => "确认删除",
        AttachWord::Keep => "不删除",
        AttachWord::Deleted => "已删除这个附件",
        AttachWord::ToSendHint => "联网后自动上传，传完就从本机清除。",
        AttachWord::NotInFile => "照片和 PDF 不在导出的文件里，只能从这台设备联网上传。",
    }
}

pub fn said(it: &AttachSaid) -> String {
    match it {
        AttachSaid::Hint { most } => {
            format!("最多 {most} 个。照片会缩小，并去掉里面的位置和设备信息。")
        }
        AttachSaid::Save { count } => format!("保存 {count} 个附件"),
        AttachSaid::PickedOne { media, number, name } => one(*media, *number, name),
        AttachSaid::One { to, media, number, name, who, on } => {
            let of = match to {
                AttachedTo::Customer => "客户",
                AttachedTo::Visit { .. } => "拜访",
                AttachedTo::FieldReceipt { .. } => "收款",
            };
            format!("{of}{}，{who}，{}", one(*media, *number, name), day(*on, ZH))
        }
        AttachSaid::Sending { percent } => format!("正在上传 {percent}%"),
        AttachSaid::Deleted { media, who, on } => {
            format!("{}已删除，{who}，{}", kind(*media), day(*on, ZH))
        }
        AttachSaid::ToSend { count, bytes } => {
            format!("{count} 个照片或附件待上传，共 {}", size(*bytes))
        }
        AttachSaid::SentOf { sent, bytes } => {
            format!("正在上传，已传 {}，共 {}", size(*sent), size(*bytes))
        }
        AttachSaid::Stuck { count } => {
            format!("其中 {count} 个服务器不收，可能已损坏。请到客户往来里删除后重新添加。")
        }
        AttachSaid::LostPhotos { count } => format!("还有 {count} 个照片或附件没上传，请重拍。"),
        AttachSaid::NotPicked(it) => not_picked(it),
    }
}

fn kind(media: Media) -> &'static str {
    if media.is_picture() { "照片" } else { "PDF 文件" }
}

fn one(media: Media, number: usize, name: &str) -> String {
    let name = if name.is_empty() { String::new() } else { format!("“{name}”") };
    let gap = if media.is_picture() { "" } else { " " };
    format!("{gap}{} {number}{name}", kind(media)).trim_start().to_owned()
}

fn not_picked(it: &NotPicked) -> String {
    match it {
        NotPicked::WrongType { name } => {
            format!("“{name}”不是照片也不是 PDF，没有加进来。请拍照，或另存为 PDF 再选。")
        }
        NotPicked::Undecodable { name } => format!(
            "这个浏览器打不开“{name}”。请改用“{}”，或在相机设置里改成 JPEG（兼容性最佳）再拍。",
            attached(AttachWord::Take)
        ),
        NotPicked::TooLarge { name, bytes, most } => format!(
            "“{name}”有 {}，最大 {}，没有加进来。请压缩后再选，或分成几个。",
            size(*bytes),
            size(*most)
        ),
        NotPicked::Empty { name } => format!("“{name}”是空的，没有加进来。请另选一个。"),
        NotPicked::Twice { name } => format!("“{name}”已经加过了。"),
        NotPicked::TooMany { most } => {
            format!("最多 {most} 个，多出的没有加进来。可以先保存，再另记一次。")
        }
        NotPicked::Full => {
            "本机空间满了，这张没有存下；填过的都在。请先联网上传，或清理空间再拍。".to_owned()
        }
        NotPicked::NotKept => {
            "本机没有存下这张；填过的都在。请再试一次，不行就重开应用。".to_owned()
        }
        NotPicked::Lost { count } => {
            format!("上次加的 {count} 个照片或附件已不在本机，请重新拍。别的都在。")
        }
    }
}
