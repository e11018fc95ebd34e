//! Icons: masks in the colour of the text, always beside a word or with a name of their own.

use leptos::prelude::*;

/// One row per drawing of `style/kit/icons.css`: its name and its classes.
macro_rules! glyphs {
    ($($name:ident = $class:literal;)*) => {
        /// A drawing of the kit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Glyph {
            $($name,)*
        }

        impl Glyph {
            fn class(self) -> &'static str {
                match self {
                    $(Glyph::$name => $class,)*
                }
            }
        }
    };
}

glyphs! {
    Check = "icon icon-check";
    Confirmed = "icon icon-confirmed";
    Local = "icon icon-local";
    Waiting = "icon icon-waiting";
    Refused = "icon icon-refused";
    Conflict = "icon icon-conflict";
    Warn = "icon icon-warn";
    Today = "icon icon-today";
    Users = "icon icon-users";
    Plus = "icon icon-plus";
    Inbox = "icon icon-inbox";
    User = "icon icon-user";
    Search = "icon icon-search";
    Right = "icon icon-right";
    Left = "icon icon-left";
    Down = "icon icon-down";
    Up = "icon icon-up";
    Arrow = "icon icon-arrow";
    More = "icon icon-more";
    Pin = "icon icon-pin";
    Mic = "icon icon-mic";
    Camera = "icon icon-camera";
    Promise = "icon icon-promise";
    Cash = "icon icon-cash";
    Gauge = "icon icon-gauge";
    Request = "icon icon-request";
    Offline = "icon icon-offline";
    Sync = "icon icon-sync";
    Download = "icon icon-download";
    Filter = "icon icon-filter";
    Columns = "icon icon-columns";
    Dashboard = "icon icon-dashboard";
    Approve = "icon icon-approve";
    Collect = "icon icon-collect";
    Match = "icon icon-match";
    Ageing = "icon icon-ageing";
    Bell = "icon icon-bell";
    Policy = "icon icon-policy";
    Import = "icon icon-import";
    Report = "icon icon-report";
    Team = "icon icon-team";
    Book = "icon icon-book";
    Admin = "icon icon-admin";
    Audit = "icon icon-audit";
    Calendar = "icon icon-calendar";
    Info = "icon icon-info";
    Lock = "icon icon-lock";
    Close = "icon icon-close";
    Bank = "icon icon-bank";
    Visit = "icon icon-visit";
    File = "icon icon-file";
    Truck = "icon icon-truck";
    Undo = "icon icon-undo";
    Dispute = "icon icon-dispute";
    Minus = "icon icon-minus";
    Edit = "icon icon-edit";
    Help = "icon icon-help";
    Sun = "icon icon-sun";
    Moon = "icon icon-moon";
    Screen = "icon icon-screen";
    Language = "icon icon-language";
    Leave = "icon icon-leave";
    Send = "icon icon-send";
    Copy = "icon icon-copy";
    Eye = "icon icon-eye";
    Note = "icon icon-note";
    Print = "icon icon-print";
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum IconSize {
    #[default]
    Text,
    Large,
}

/// An icon for the eye alone; what it means stands beside it in words.
#[component]
pub fn Icon(glyph: Glyph, #[prop(optional)] size: IconSize) -> impl IntoView {
    view! {
        <span class=glyph.class() class:icon-l=size == IconSize::Large aria-hidden="true"></span>
    }
}
