//! The real program as a process of its own.
#![allow(dead_code, unreachable_pub)] // each test program uses a part of it

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// `latchkey serve` on a free port.
pub struct Process {
    child: Child,
    log: Option<JoinHandle<()>>,
    pub url: String,
}

/// How a process ended, and what it said.
#[derive(Debug)]
pub struct Ended {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

pub fn serve(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(directory);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl Process {
    /// Starts it and waits until it tells its address.
    pub fn start(command: &mut Command) -> Self {
        Self::start_with(command, std::io::sink())
    }

    /// The same, with all that it says in a file.
    pub fn start_logging(command: &mut Command, file: &Path) -> Self {
        Self::start_with(command, File::create(file).unwrap())
    }

    fn start_with(command: &mut Command, mut kept: impl Write + Send + 'static) -> Self {
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        let mut said = String::new();
        let url = loop {
            line.clear();
            assert!(log.read_line(&mut line).unwrap() > 0, "it ended: {said}");
            said.push_str(&line);
            kept.write_all(line.as_bytes()).unwrap();
            if let Some((_, url)) = line.split_once("Latchkey is at ") {
                break url.trim_end().trim_end_matches('/').to_owned();
            }
        };
        // The pipe must not fill up.
        let log = std::thread::spawn(move || drop(std::io::copy(&mut log, &mut kept)));
        Self {
            child,
            log: Some(log),
            url,
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(status.unwrap().success());
    }

    /// SIGKILL: no chance to tidy anything up.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.end_log();
    }

    /// Waits until the last of the log is kept.
    fn end_log(&mut self) {
        if let Some(log) = self.log.take() {
            log.join().unwrap();
        }
    }

    pub fn wait(mut self) -> Ended {
        let status = end(&mut self.child);
        self.end_log();
        let mut stdout = String::new();
        self.child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut stdout)
            .unwrap();
        Ended {
            status,
            stdout,
            stderr: String::new(),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Already gone, if the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command that is expected to end by itself.
pub fn run(command: &mut Command) -> Ended {
    let mut child = command.spawn().unwrap();
    let status = end(&mut child);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended {
        status,
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

fn end(child: &mut Child) -> ExitStatus {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if start.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("still running");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
