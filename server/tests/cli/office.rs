//! People, territories, the demonstration and the doctor, as typed.

use std::{process::Stdio, thread, time::Duration};

use super::stage::{Stage, both};

const CUSTOMERS: &str = "编号,名称,联系人,电话\nC1,永辉超市,王建国,138\nC2,好又多,,\nC3,大润发,,\n";

fn furnished(stage: &Stage) {
    let file = stage.file("customers.csv", CUSTOMERS);
    stage.good(&["import", "customers", &file, "--profile", "customers-zh"]);
    stage.good(&["territory", "add", "N", "北区"]);
    stage.good(&["territory", "add", "S", "南区"]);
}

#[test]
fn every_error_is_one_line_and_a_code() {
    for stage in both() {
        furnished(&stage);
        stage.good(&["user", "add", "lin", "--name", "林晓梅", "--role", "rep"]);
        for (typed, code, says) in [
            (vec!["dance"], 2, "dance"),
            (vec!["report", "ageing"], 2, "--as-of"),
            (vec!["report", "ageing", "--as-of", "2026-02-30"], 2, "2026-02-30"),
            (
                vec!["report", "ageing", "--as-of", "2026-02-28", "--customer", "X"],
                1,
                "no customer X",
            ),
            (vec!["serve", "--tls-cert", "x"], 2, "--tls-key"),
            (vec!["serve", "--addr", "127.0.0.1:0", "--tls-cert", "x", "--tls-key", "y"], 1, "x"),
            (vec!["user", "add", "lin", "--name", "x", "--role", "rep"], 1, "lin"),
            (vec!["user", "add", "wu", "--name", "x", "--role", "king"], 2, "roles are"),
            (vec!["user", "add", "wu", "--name", "x", "--role", "system"], 2, "roles are"),
            (vec!["user", "add", "w u", "--name", "x", "--role", "rep"], 1, "w u"),
            (vec!["user", "add", "wu", "--name", "x", "--role", "rep", "--territory", "Q"], 1, "Q"),
            (vec!["user", "password", "nobody"], 1, "nobody"),
            (vec!["territory", "grant", "nobody", "N"], 1, "nobody"),
            (vec!["territory", "assign", "--territory", "Q", "--all-unassigned"], 1, "Q"),
            (vec!["territory", "assign", "--territory", "N"], 2, "--all-unassigned"),
            (
                vec![
                    "territory",
                    "assign",
                    "--territory",
                    "N",
                    "--customer",
                    "C1",
                    "--customer",
                    "C9",
                ],
                1,
                "C9",
            ),
            (
                vec![
                    "territory",
                    "assign",
                    "--territory",
                    "N",
                    "--customer",
                    "C1",
                    "--share",
                    "1/3",
                ],
                2,
                "",
            ),
            (
                vec!["territory", "assign", "--territory", "N", "--from", "nowhere.txt"],
                1,
                "nowhere.txt",
            ),
            (vec!["seed"], 1, "users"),
            (vec!["--db", "mysql://x", "doctor"], 2, "sqlite:PATH"),
            (vec!["--db", "sqlite:/dev/null/x.db", "doctor"], 1, "/dev/null/x.db"),
            (vec!["--db", "postgres://me:secret@127.0.0.1:1/x", "doctor"], 1, "me@127.0.0.1:1/x"),
        ] {
            stage.refused(&typed, code, says);
        }
        assert!(stage.good(&["territory", "list"]).contains('3'), "nobody was moved");
    }
}

#[test]
fn no_password_is_printed_but_a_new_one() {
    for stage in both() {
        furnished(&stage);
        let drawn = stage.good(&["user", "add", "admin", "--name", "陈敏", "--role", "admin"]);
        assert!(drawn.contains("password: "), "{drawn}");
        let typed = [
            "user",
            "add",
            "lin",
            "--name",
            "林",
            "--role",
            "rep",
            "--territory",
            "N",
            "--password-stdin",
        ];
        let given = stage.run_with_input(&typed, "correct horse\n");
        assert_eq!(given.code, Some(0), "{given:?}");
        assert!(!given.out.contains("horse") && !given.err.contains("horse"), "{given:?}");
        let mut too_short = typed;
        too_short[2] = "wu";
        let short = stage.run_with_input(&too_short, "x\n");
        assert_eq!((short.code, short.out.as_str()), (Some(1), ""), "nobody is added: {short:?}");
        stage.refused(&["user", "add", "Lin", "--name", "林", "--role", "rep"], 1, "lin exists");
        let short = stage.run_with_input(&["user", "password", "lin", "--password-stdin"], "x\n");
        assert_eq!((short.code, short.out.as_str()), (Some(1), ""), "{short:?}");
        let list = stage.good(&["user", "list"]);
        assert_eq!(list, "admin  陈敏  admin\nlin    林    rep    N\n");
        let with_password = Stage {
            db: stage.db.replace("chitbook@", "chitbook:secret@"),
            folder: tempfile::tempdir().unwrap(),
        };
        let ended = with_password.run(&["user", "list"]);
        assert_eq!(ended.out, list);
        assert!(!ended.err.contains("secret"), "{ended:?}");
    }
}

#[test]
fn customers_are_dealt_out() {
    for stage in both() {
        furnished(&stage);
        let codes: Vec<_> = (0..60).map(|it| format!("X{it:02},好{it}")).collect();
        let codes = codes.join("\n");
        let file = stage.file("more.csv", &format!("编号,名称\n{codes}"));
        stage.good(&["import", "customers", &file, "--profile", "customers-zh"]);
        stage.good(&["territory", "assign", "--territory", "N", "--customer", "C1"]);
        let file = stage.file("codes.txt", "C2\n\nC3,大润发\n");
        stage.good(&["territory", "assign", "--territory", "S", "--from", &file]);
        stage.good(&["territory", "add", "T", "第三"]);
        for (territory, share) in [("N", "1/3"), ("S", "2/3"), ("T", "3/3")] {
            let typed = [
                "territory",
                "assign",
                "--territory",
                territory,
                "--all-unassigned",
                "--share",
                share,
            ];
            stage.good(&typed);
        }
        let list = stage.good(&["territory", "list"]);
        let counts: Vec<u32> =
            list.lines().map(|it| it.split_whitespace().nth(2).unwrap().parse().unwrap()).collect();
        assert_eq!((counts.iter().sum::<u32>(), counts[3]), (63, 0), "{list}");
        assert!(counts[..3].iter().all(|it| 8 < *it), "{list}");
        stage.good(&["territory", "assign", "--territory", "none", "--customer", "C1"]);
        assert!(stage.good(&["territory", "list"]).ends_with("1\n"));
        stage.good(&["doctor"]);
    }
}

#[test]
fn the_demonstration_is_there_twice_the_same() {
    for stage in both() {
        let first = stage.good(&["seed"]);
        for login in ["admin", "manager", "lin", "wang", "zhao"] {
            assert!(first.contains(login), "{first}");
        }
        assert_eq!(stage.good(&["seed"]), first);
        let doctor = stage.good(&["doctor"]);
        assert!(!doctor.contains("FAULT"), "{doctor}");
        let zh = stage.good(&["doctor", "--lang", "zh"]);
        assert!(zh.contains("账龄段 + 未核销 = 余额"), "{zh}");
    }
}

#[test]
fn a_killed_seeding_leaves_no_half() {
    for stage in both() {
        let nobody = stage.good(&["user", "list"]);
        for wait in [200, 700, 1_500] {
            let mut command = stage.command(&["seed"]);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            thread::sleep(Duration::from_millis(wait));
            // Where it was quicker than that, there is nobody to kill.
            let _ = child.kill();
            child.wait().unwrap();
            let list = stage.good(&["user", "list"]);
            assert!(list == nobody || list.lines().count() == 12, "{list}");
        }
        assert!(stage.good(&["seed"]).contains("lin"));
        assert!(!stage.good(&["doctor"]).contains("FAULT"));
    }
}

#[test]
fn help_is_an_answer() {
    for stage in both().into_iter().take(1) {
        for typed in
            [vec!["--help"], vec!["import", "--help"], vec!["report", "ageing", "-h"], vec!["-V"]]
        {
            assert!(!stage.good(&typed).is_empty());
        }
        let nothing = stage.run(&[]);
        assert_eq!(nothing.code, Some(2), "{nothing:?}");
    }
}

#[test]
fn errors_are_said_in_the_language_that_is_asked_for() {
    for stage in both().into_iter().take(1) {
        let typed = ["--lang", "zh", "user", "add", "lin", "--name", "林", "--role", "rep"];
        let short = [&typed[..], &["--password-stdin"]].concat();
        let ended = stage.run_with_input(&short, "x\n");
        assert!(ended.err.contains("错误：密码太短"), "{ended:?}");
        let ended = stage.run(&["--lang", "zh", "--db", "sqlite:/dev/null/x.db", "doctor"]);
        assert!(ended.err.contains("错误：数据库 sqlite:/dev/null/x.db 打不开"), "{ended:?}");
    }
}

#[test]
fn who_reads_no_further_is_no_fault() {
    for stage in both().into_iter().take(1) {
        furnished(&stage);
        let mut command = stage.command(&["territory", "list"]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0));
        assert!(!String::from_utf8(ended.stderr).unwrap().contains("panicked"));
    }
}

#[test]
fn a_quarantine_without_anything_in_it() {
    for stage in both() {
        furnished(&stage);
        assert!(stage.good(&["restored"]).contains("a new epoch has begun"));
        assert_eq!(stage.good(&["retry"]), "0 commands in quarantine, 0 of them decided now\n");
    }
}
