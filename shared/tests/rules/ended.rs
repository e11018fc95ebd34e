//! Promises that were taken back, or in whose place another stands.

use crate::standing::{check_standings, policy};

#[test]
fn an_ended_promise_is_kept_by_what_came_until_then_and_uses_up_nothing_else() {
    check_standings(
        &policy(1, 100),
        "
        # promise                                               receipts        lines  data   today  standing
        A=500@11-10..11-20:back=11-15                           -               -      11-10  11-16  A:withdrawn
        A=500@11-10..11-20:back=11-15                           -               -      11-24  11-24  A:withdrawn
        A=500@11-10..11-20:back=11-15                           R1=500@11-15    -      11-24  11-24  A:kept
        A=500@11-10..11-20:back=11-15                           R1=500@11-16    -      11-24  11-24  A:withdrawn
        A=500@11-10..11-20:back=11-15 B=500@11-10..11-21        R1=300@11-14    -      11-10  11-16  A:withdrawn B:open(300.00)
        A=500@11-10..11-20:by=B@11-15 B=400@11-15..11-27        R1=400@11-18    -      11-24  11-24  A:superseded B:kept
        A=500@11-10..11-20:by=B@11-15 B=400@11-15..11-27        R1=500@11-12    -      11-24  11-24  A:kept B:open
        A=500@11-10..11-20:on=0793:back=11-15                   R1=500@11-12    R1>0793=500  11-24  11-24  A:kept
        A=500@11-10..11-20:on=0793:back=11-15                   R1=500@11-18    R1>0793=500  11-24  11-24  A:withdrawn
        ",
    );
}
