//! Profiles: which columns of a known kind of file mean what. Data, not code.

use shared::import::{FileFault, Subject};

/// A column, by any of the headings under which files have it; the first is its name in messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub headings: &'static [&'static str],
    pub needed: bool,
}

impl Column {
    pub(super) const fn needed(headings: &'static [&'static str]) -> Column {
        Column { headings, needed: true }
    }

    pub(super) const fn optional(headings: &'static [&'static str]) -> Column {
        Column { headings, needed: false }
    }

    pub(super) fn name(self) -> &'static str {
        self.headings.first().copied().unwrap_or("")
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Column(Column),
    /// Every file of the profile has the same.
    Fixed(&'static str),
}

/// A kind of file.
#[derive(Debug)]
pub(super) struct Profile {
    /// Also the `source` of what it brings: part of every document's identity, so it never changes.
    pub name: &'static str,
    pub form: Form,
}

/// The columns of a file, by what it holds.
#[derive(Debug)]
pub(super) enum Form {
    Customers(CustomerForm),
    Invoices(InvoiceForm),
    Receipts(ReceiptForm),
}

#[derive(Debug)]
pub(super) struct CustomerForm {
    pub code: Column,
    pub name: Column,
    pub contact: Column,
    pub contact_role: Column,
    pub phone: Column,
    pub territory: Column,
}

#[derive(Debug)]
pub(super) struct InvoiceForm {
    pub company: Origin,
    pub kind: Origin,
    pub number: Column,
    pub customer_code: Column,
    pub customer_name: Column,
    pub issued_on: Column,
    pub posted_on: Column,
    pub due_on: Column,
    pub currency: Origin,
    pub amount: Column,
    pub disputed: Option<Column>,
    /// The day on which it was paid in full, where the file leads the books.
    pub settled_on: Option<Column>,
    pub open: OpenAmount,
    /// 收款日期: since when what is open is what it is; may be blank.
    pub paid_on: Option<Column>,
}

/// What a file says is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpenAmount {
    NotGiven,
    /// The amount column: the file gives no original.
    IsTheAmount,
    Column(Column),
}

#[derive(Debug)]
pub(super) struct ReceiptForm {
    pub number: Column,
    pub valued_on: Column,
    pub customer_code: Column,
    pub payer: Column,
    pub amount: Column,
    /// Money that went out: such a row is no receipt.
    pub paid_out: Column,
    pub currency: Column,
    pub memo: Column,
}

impl Profile {
    pub(super) fn find(subject: Subject, name: &str) -> Result<&'static Profile, FileFault> {
        let of_subject = || PROFILES.iter().filter(|it| it.subject() == subject);
        of_subject().find(|it| it.name == name).ok_or_else(|| FileFault::UnknownProfile {
            profile: name.to_owned(),
            known: of_subject().map(|it| it.name.to_owned()).collect(),
        })
    }

    /// Every profile there is.
    pub(super) fn all() -> &'static [Profile] {
        &PROFILES
    }

    /// Whether its files say what is still open.
    pub(super) fn gives_open_amounts(&self) -> bool {
        matches!(&self.form, Form::Invoices(it) if it.open != OpenAmount::NotGiven)
    }

    pub(super) fn subject(&self) -> Subject {
        match self.form {
            Form::Customers(_) => Subject::Customers,
            Form::Invoices(_) => Subject::Invoices,
            Form::Receipts(_) => Subject::Receipts,
        }
    }

    /// Every column the profile knows, needed or not.
    pub(super) fn columns(&self) -> Vec<Column> {
        let mut columns = match &self.form {
            Form::Customers(it) => {
                vec![it.code, it.name, it.contact, it.contact_role, it.phone, it.territory]
            }
            Form::Invoices(it) => {
                let mut columns = vec![
                    it.number,
                    it.customer_code,
                    it.customer_name,
                    it.issued_on,
                    it.posted_on,
                    it.due_on,
                    it.amount,
                ];
                columns.extend([it.company, it.kind, it.currency].iter().filter_map(column_of));
                columns.extend(it.disputed);
                columns.extend(it.settled_on);
                columns.extend(it.paid_on);
                if let OpenAmount::Column(open) = it.open {
                    columns.push(open);
                }
                columns
            }
            Form::Receipts(it) => vec![
                it.number,
                it.valued_on,
                it.customer_code,
                it.payer,
                it.amount,
                it.paid_out,
                it.currency,
                it.memo,
            ],
        };
        // One column may mean two things: the invoice's day is also the day it was posted.
        let mut at = 0;
        while at < columns.len() {
            let known = columns[..at].contains(&columns[at]);
            if known {
                columns.remove(at);
            } else {
                at += 1;
            }
        }
        columns
    }
}

fn column_of(origin: &Origin) -> Option<Column> {
    match origin {
        Origin::Column(column) => Some(*column),
        Origin::Fixed(_) => None,
    }
}

static PROFILES: [Profile; 5] = [
    Profile {
        name: "customers-zh",
        form: Form::Customers(CustomerForm {
            code: Column::needed(&["编号", "客户编号", "客户编码", "客户代码", "code"]),
            name: Column::needed(&["名称", "客户名称", "客户", "往来单位", "购货单位", "name"]),
            contact: Column::optional(&["联系人", "contact"]),
            contact_role: Column::optional(&["职务", "联系人职务", "role"]),
            phone: Column::optional(&["电话", "手机", "联系电话", "phone"]),
            territory: Column::optional(&["片区", "区域", "territory"]),
        }),
    },
    // Open items as 金蝶 and 用友 list them: the whole amount and what of it is not settled.
    Profile {
        name: "open-items-zh",
        form: Form::Invoices(InvoiceForm {
            company: Origin::Column(Column::needed(&["账套", "公司", "组织", "组织编码"])),
            kind: Origin::Column(Column::needed(&["单据类型", "单据名称"])),
            number: Column::needed(&["单据编号", "单据号", "单号"]),
            customer_code: Column::needed(&["客户编号", "客户编码", "客户代码"]),
            customer_name: Column::needed(&["客户名称", "客户", "往来单位", "购货单位"]),
            issued_on: Column::needed(&["单据日期", "业务日期", "日期"]),
            posted_on: Column::needed(&["单据日期", "业务日期", "日期"]),
            due_on: Column::needed(&["到期日", "收款到期日", "应收到期日"]),
            currency: Origin::Column(Column::needed(&["币种", "币别", "货币"])),
            amount: Column::needed(&["价税合计", "原币金额", "应收金额"]),
            disputed: None,
            settled_on: None,
            open: OpenAmount::Column(Column::needed(&[
                "未核销金额",
                "未收金额",
                "余额",
                "未收款金额",
            ])),
            paid_on: Some(Column::optional(&["收款日期", "最近收款日期", "核销日期"])),
        }),
    },
    // Settled invoices: 30 days each, one currency, no company named. It leads the books: what it
    // says was settled was paid.
    Profile {
        name: "ibm-ar",
        form: Form::Invoices(InvoiceForm {
            company: Origin::Fixed("IBM"),
            kind: Origin::Fixed("invoice"),
            number: Column::needed(&["invoiceNumber"]),
            customer_code: Column::needed(&["customerID"]),
            customer_name: Column::needed(&["customerID"]),
            issued_on: Column::needed(&["InvoiceDate"]),
            posted_on: Column::needed(&["InvoiceDate"]),
            due_on: Column::needed(&["DueDate"]),
            currency: Origin::Fixed("USD"),
            amount: Column::needed(&["InvoiceAmount"]),
            disputed: Some(Column::needed(&["Disputed"])),
            settled_on: Some(Column::needed(&["SettledDate"])),
            open: OpenAmount::NotGiven,
            paid_on: None,
        }),
    },
    // Open items of an ERP with its raw columns. The document's own day is the second of two
    // columns of one heading (a reader of tables called it `.1`); the first is the day somebody
    // typed it in. The last four columns are another program's guesses and stay unread.
    Profile {
        name: "highradius",
        form: Form::Invoices(InvoiceForm {
            company: Origin::Column(Column::needed(&["business_code"])),
            kind: Origin::Column(Column::needed(&["document type"])),
            number: Column::needed(&["doc_id"]),
            customer_code: Column::needed(&["cust_number"]),
            customer_name: Column::needed(&["name_customer"]),
            issued_on: Column::needed(&["document_create_date.1"]),
            posted_on: Column::needed(&["posting_date"]),
            due_on: Column::needed(&["due_in_date"]),
            currency: Origin::Column(Column::needed(&["invoice_currency"])),
            amount: Column::needed(&["total_open_amount"]),
            disputed: None,
            settled_on: None,
            open: OpenAmount::IsTheAmount,
            paid_on: None,
        }),
    },
    Profile {
        name: "bank-zh",
        form: Form::Receipts(ReceiptForm {
            number: Column::needed(&["流水号", "交易流水号", "银行流水号"]),
            valued_on: Column::needed(&["交易日期", "记账日期", "入账日期"]),
            customer_code: Column::optional(&["客户编号", "客户编码"]),
            payer: Column::needed(&["付款方", "付款户名", "付款方户名", "对方户名", "付款人"]),
            amount: Column::needed(&["收入金额", "贷方金额", "贷方发生额", "收入"]),
            paid_out: Column::optional(&["支出金额", "借方金额", "借方发生额", "支出"]),
            currency: Column::needed(&["币种", "货币"]),
            memo: Column::needed(&["摘要", "附言", "用途"]),
        }),
    },
];
