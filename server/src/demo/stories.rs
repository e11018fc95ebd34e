//! Stories: the customers of the demonstration, told in days before today.

/// A territory and who works it.
pub(super) struct Patch {
    pub code: &'static str,
    pub name: &'static str,
    pub login: &'static str,
    pub rep: &'static str,
}

pub(super) const PATCHES: [Patch; 3] = [
    Patch { code: "CD", name: "城东片区", login: "lin", rep: "林晓梅" },
    Patch { code: "CX", name: "城西片区", login: "wang", rep: "王志强" },
    Patch { code: "CN", name: "城南片区", login: "zhao", rep: "赵海涛" },
];

/// Valued so many days ago, in yuan; for which of the invoices, each with its part.
pub(super) type Paid = (u32, i64, &'static [(usize, i64)]);

/// A customer with what is owed and what was paid.
pub(super) struct Story {
    pub code: &'static str,
    pub name: &'static str,
    pub territory: &'static str,
    /// Name, role, phone.
    pub contacts: &'static [(&'static str, &'static str, &'static str)],
    /// Issued so many days ago, payable within so many days, in yuan.
    pub invoices: &'static [(u32, u32, i64)],
    pub receipts: &'static [Paid],
}

/// Every document of every story stands between today and a year and a half ago, so that every
/// bucket has something in it whenever the demonstration is set up.
pub(super) const STORIES: [Story; 13] = [
    // Pays on time, month after month.
    Story {
        code: "KH001",
        name: "福州永盛商贸有限公司",
        territory: "CD",
        contacts: &[("陈永盛", "老板", "138-0591-2201"), ("郑会计", "财务", "0591-8755-3302")],
        invoices: &[
            (96, 30, 48_600),
            (64, 30, 52_300),
            (33, 30, 39_850),
            (12, 30, 61_200),
            (3, 30, 27_400),
        ],
        receipts: &[
            (67, 48_600, &[(0, 48_600)]),
            (35, 52_300, &[(1, 52_300)]),
            (4, 39_850, &[(2, 39_850)]),
        ],
    },
    // Always a little late, always in part.
    Story {
        code: "KH002",
        name: "鼓楼区鑫隆超市",
        territory: "CD",
        contacts: &[("黄鑫隆", "老板", "139-0595-7718")],
        invoices: &[(78, 30, 18_760), (52, 30, 22_430), (25, 30, 16_900), (8, 30, 19_250)],
        receipts: &[
            (40, 10_000, &[(0, 10_000)]),
            (15, 8_760, &[(0, 8_760)]),
            (2, 5_000, &[(1, 5_000)]),
        ],
    },
    // Promises and does not pay: the oldest is more than half a year late.
    Story {
        code: "KH003",
        name: "仓山老王便利店",
        territory: "CD",
        contacts: &[("王建国", "老板", "137-9940-5566")],
        invoices: &[(260, 30, 9_820), (190, 30, 7_460), (120, 30, 11_300), (60, 30, 6_980)],
        receipts: &[(150, 3_000, &[(0, 3_000)])],
    },
    // Large, on sixty days, some of it due this week.
    Story {
        code: "KH004",
        name: "福建重山百货集团股份有限公司",
        territory: "CD",
        contacts: &[("曾丽华", "采购经理", "136-0509-8890"), ("单志远", "财务", "0591-8388-1200")],
        invoices: &[(88, 60, 186_000), (57, 60, 214_500), (30, 60, 158_200), (5, 60, 243_700)],
        receipts: &[(26, 186_000, &[(0, 186_000)])],
    },
    // Everything is still in its term.
    Story {
        code: "KH005",
        name: "台江好又多生鲜店",
        territory: "CD",
        contacts: &[("吴小燕", "店长", "159-8000-1123")],
        invoices: &[(20, 45, 13_480), (6, 45, 15_920)],
        receipts: &[],
    },
    // Paid more than was due: money waits without a document.
    Story {
        code: "KH006",
        name: "晋安华联食品批发部",
        territory: "CX",
        contacts: &[("林华联", "老板", "135-0590-6677")],
        invoices: &[(70, 30, 33_600), (38, 30, 28_900), (10, 30, 41_250)],
        receipts: &[(39, 33_600, &[(0, 33_600)]), (9, 40_000, &[(1, 28_900)])],
    },
    // Due today and tomorrow: the edge between not due and overdue.
    Story {
        code: "KH007",
        name: "马尾海鑫水产有限公司",
        territory: "CX",
        contacts: &[("江海鑫", "老板", "138-5012-4400")],
        invoices: &[(31, 30, 24_680), (30, 30, 26_140), (29, 30, 21_730)],
        receipts: &[],
    },
    // An old debt of more than a year that nobody has touched.
    Story {
        code: "KH008",
        name: "长乐区金峰五金建材行",
        territory: "CX",
        contacts: &[("陈金峰", "老板", "130-5550-8181")],
        invoices: &[(520, 60, 57_300), (430, 60, 38_450), (210, 60, 44_900)],
        receipts: &[(300, 20_000, &[(0, 20_000)])],
    },
    // Two months late, still ordering.
    Story {
        code: "KH009",
        name: "闽侯县惠民供销社",
        territory: "CX",
        contacts: &[("张惠民", "主任", "137-0691-3030"), ("叶出纳", "出纳", "0591-2298-7766")],
        invoices: &[(110, 30, 16_240), (85, 30, 17_980), (44, 30, 15_360), (14, 30, 18_120)],
        receipts: &[(50, 16_240, &[(0, 16_240)])],
    },
    // A small shop that pays in small sums.
    Story {
        code: "KH010",
        name: "螺洲阿芳小吃店",
        territory: "CN",
        contacts: &[("刘阿芳", "老板", "158-6070-2299")],
        invoices: &[(48, 15, 2_360), (34, 15, 1_980), (20, 15, 2_740), (7, 15, 2_150)],
        receipts: &[
            (30, 1_200, &[(0, 1_200)]),
            (18, 1_160, &[(0, 1_160)]),
            (6, 1_000, &[(1, 1_000)]),
        ],
    },
    // New: the first delivery was yesterday.
    Story {
        code: "KH011",
        name: "福清市融城乐购超市",
        territory: "CN",
        contacts: &[("何融城", "老板", "186-5911-0020")],
        invoices: &[(1, 30, 36_480)],
        receipts: &[],
    },
    // Late by four months in one document, on time in all others.
    Story {
        code: "KH012",
        name: "连江县鸿运酒业",
        territory: "CN",
        contacts: &[("郭鸿运", "老板", "139-5911-8866")],
        invoices: &[(170, 45, 29_700), (75, 45, 31_200), (40, 45, 27_850), (9, 45, 34_600)],
        receipts: &[(31, 31_200, &[(1, 31_200)])],
    },
    // Settled to the last fen; only the history speaks of it.
    Story {
        code: "KH013",
        name: "平潭岚岛旅游客栈",
        territory: "CN",
        contacts: &[("游岚", "老板娘", "177-5000-6611")],
        invoices: &[(100, 30, 8_400), (66, 30, 9_150)],
        receipts: &[(72, 8_400, &[(0, 8_400)]), (37, 9_150, &[(1, 9_150)])],
    },
];
