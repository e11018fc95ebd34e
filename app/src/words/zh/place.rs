//! Where a customer is on the map, in Chinese.

use crate::words::{PlaceWord, place::ROUGH_METRES};

pub fn place(it: PlaceWord) -> &'static str {
    match it {
        PlaceWord::Here => "用当前位置",
        PlaceWord::Asking => "正在定位",
        PlaceWord::Denied => "没有定位权限。请在浏览器设置里允许本站使用位置，或直接填坐标。",
        PlaceWord::Unknown => "这里定不了位。请打开手机定位，走到室外再试，或直接填坐标。",
        PlaceWord::TimedOut => "定位超时，还没有取到。请再试一次，或直接填坐标。",
        PlaceWord::NoSensor => "这台设备不能定位。请直接填坐标。",
        PlaceWord::Hint => "先纬度后经度（WGS-84），如 26.074508,119.296494",
        PlaceWord::OpenMap => "在地图上看",
    }
}

pub fn taken_within(metres: u32) -> String {
    if ROUGH_METRES < metres {
        return format!("已取当前位置，误差可能有{metres}米，偏大。走到门口再取一次更准。");
    }
    format!("已取当前位置，误差约{metres}米。保存后生效。")
}
