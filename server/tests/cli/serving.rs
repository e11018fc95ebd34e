//! The server as a process: it says where it is, answers, and ends when it is told to.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use super::stage::{Stage, both};

/// A server that ends with the test.
struct Serving {
    child: Child,
    host: String,
}

impl Serving {
    /// The code with which it ends, soon: its output is at the end when it is.
    fn ends(&mut self) -> Option<i32> {
        let mut out = self.child.stdout.take().unwrap();
        let (tell, ended) = mpsc::channel();
        thread::spawn(move || tell.send(out.read_to_end(&mut vec![])));
        ended.recv_timeout(Duration::from_secs(20)).expect("it ends within 20 s").unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(stage: &Stage) -> Serving {
    serve_with(stage, &[])
}

fn serve_with(stage: &Stage, more: &[&str]) -> Serving {
    let mut command = stage.command(&["serve", "--addr", "127.0.0.1:0"]);
    command.args(more);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let host = line.trim().strip_prefix("http://").unwrap().to_owned();
    Serving { child, host }
}

/// Status line, headers and body.
fn ask(host: &str, request: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn the_demonstration_can_be_signed_in_to() {
    for stage in both() {
        stage.good(&["seed"]);
        let mut serving = serve(&stage);
        let answer = ask(&serving.host, "GET /api/session", "");
        assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
        assert!(answer.to_lowercase().contains("content-security-policy"), "{answer}");
        let body = r#"{"login":"lin","password":"chitbook"}"#;
        let answer = ask(&serving.host, "POST /api/session", body);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("林晓梅"), "{answer}");
        // Another process writes to the same database while this one serves.
        stage.good(&["territory", "add", "X", "新片区"]);

        let pid = serving.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert_eq!(serving.ends(), Some(0));
    }
}

#[test]
fn an_interrupted_server_waits_for_no_open_browser() {
    for stage in both() {
        stage.good(&["seed"]);
        let mut serving = serve(&stage);
        let body = r#"{"login":"manager","password":"chitbook"}"#;
        let answer = ask(&serving.host, "POST /api/session", body);
        let cookie = answer.lines().find_map(|it| it.strip_prefix("set-cookie: ")).unwrap();
        let cookie = cookie.split(';').next().unwrap();
        let mut streams = vec![];
        for _ in 0..3 {
            let mut stream = TcpStream::connect(&serving.host).unwrap();
            let host = &serving.host;
            let head = "GET /api/sync/live HTTP/1.1";
            write!(stream, "{head}\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n").unwrap();
            let mut line = String::new();
            BufReader::new(&mut stream).read_line(&mut line).unwrap();
            assert!(line.contains("200"), "{line}");
            streams.push(stream);
        }
        // A browser opens one more that it may need.
        streams.push(TcpStream::connect(&serving.host).unwrap());

        let pid = serving.child.id().to_string();
        let began = Instant::now();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        assert_eq!(serving.ends(), Some(0));
        // A second where nothing else runs; the machine of a test run has other things to do.
        assert!(began.elapsed() < Duration::from_millis(2_500), "{:?}", began.elapsed());
    }
}

/// The server's time, in milliseconds since 1970.
fn server_time(serving: &Serving) -> i64 {
    let body = r#"{"login":"lin","password":"chitbook"}"#;
    let answer = ask(&serving.host, "POST /api/session", body);
    let (_, json) = answer.split_once("\"server_time\":").unwrap();
    json.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

#[test]
fn a_server_may_run_days_ahead() {
    for stage in both().into_iter().take(1) {
        stage.good(&["seed"]);
        let now = server_time(&serve(&stage));
        let ahead = server_time(&serve_with(&stage, &["--clock-ahead", "10"])) - now;
        let (ten_days, minute) = (10 * 24 * 3_600_000, 60_000);
        assert!((ten_days..ten_days + minute).contains(&ahead), "{ahead}");
    }
}

#[test]
fn a_port_that_is_taken_is_said() {
    for stage in both().into_iter().take(1) {
        let first = serve(&stage);
        stage.refused(&["serve", "--addr", &first.host], 1, &first.host);
    }
}
