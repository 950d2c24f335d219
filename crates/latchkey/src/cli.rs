//! The command line.

mod upkeep;

use std::env;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tracing::level_filters::LevelFilter;

use crate::assets::BasePath;
use crate::auth::{Network, password};
use crate::demo;
use crate::serve::{Config, Server, StartError};
use crate::store::{self, BackupError, OpenError, Store, StoreError};

/// A console for the API tokens of InfluxDB v2, with a server of its own.
#[derive(Parser)]
#[command(name = "latchkey", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(Serve),
    Check(upkeep::Check),
    Backup(upkeep::Backup),
}

/// Serves the console, and the InfluxDB v2 authorizations API from a store of its own
#[derive(Args)]
#[command(after_help = "Examples:
  latchkey serve                            on http://127.0.0.1:8087/, data in ~/.local/share/latchkey
  latchkey serve --demo                     made-up users and 200 tokens, gone when it stops
  latchkey serve --demo 10000 --data /tmp/demo
  latchkey serve --demo 10000 --demo-kind all-access
  latchkey serve --listen 0.0.0.0:8087 --data /var/lib/latchkey --log-format json
  latchkey serve --trusted-proxy 127.0.0.1  behind a proxy that speaks TLS and says so
  latchkey serve --base-path /tokens/       behind a proxy that passes /tokens/ on as it is")]
struct Serve {
    /// Where to listen; with port 0 on any free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8087")]
    listen: SocketAddr,
    /// Directory of the database, made if it is not there [default: $XDG_DATA_HOME/latchkey or ~/.local/share/latchkey]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Fill an empty store with made-up users, buckets and N tokens; without --data in a directory that is removed at
    /// the end
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "200")]
    demo: Option<u32>,
    /// What the made-up tokens are
    #[arg(long, value_name = "KIND", value_enum, default_value_t, requires = "demo")]
    demo_kind: demo::Kind,
    /// Minutes until a session ends
    #[arg(long, value_name = "MIN", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=525_600))]
    session_length: u64,
    /// Store tokens as they are, not as hashes, so that they can be shown again
    #[arg(long)]
    no_hashed_tokens: bool,
    /// Folder with the built page, instead of the one inside this program
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,
    /// Path below which page and API are
    #[arg(long, value_name = "PATH", default_value_t)]
    base_path: BasePath,
    /// Mark the session's cookie as Secure, for TLS in front of this program
    #[arg(long)]
    secure_cookie: bool,
    /// Believe this proxy's X-Forwarded-For, -Proto and -Host; an address or a network, more than once if need be
    #[arg(long, value_name = "ADDRESS[/BITS]")]
    trusted_proxy: Vec<Network>,
    /// How the log is written, to standard error
    #[arg(long, value_enum, default_value_t)]
    log_format: LogFormat,
    /// How much is logged: off, error, warn, info, debug or trace
    #[arg(long, value_name = "LEVEL", default_value_t = LevelFilter::INFO)]
    log_level: LevelFilter,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum LogFormat {
    /// Lines to read
    #[default]
    Human,
    /// One JSON object a line
    Json,
}

/// Why the program ends with an error; its `Display` is a sentence for the person who started it.
#[derive(Debug)]
enum Failure {
    Start(StartError),
    NoHome,
    NotADemo(PathBuf),
    Demo(StoreError),
    Unsound(OpenError),
    Backup(BackupError),
    Io(&'static str, io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(f),
            Self::NoHome => {
                f.write_str("There is no home directory to keep the data in; name one with --data.")
            }
            Self::NotADemo(path) => write!(
                f,
                "The data directory {} is in use for real data, so --demo left it as it is; name an empty one with --data.",
                path.display()
            ),
            Self::Demo(error) => write!(f, "The demo data could not be stored: {error}."),
            Self::Unsound(error) => error.fmt(f),
            Self::Backup(error) => error.fmt(f),
            Self::Io(what, error) => write!(f, "{what}: {error}."),
        }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

/// Runs the program with the arguments it was started with.
#[must_use]
pub fn run() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(arguments) => serve(arguments),
        Command::Check(arguments) => upkeep::check(arguments),
        Command::Backup(arguments) => upkeep::backup(arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("latchkey: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn serve(arguments: Serve) -> Result<(), Failure> {
    start_log(arguments.log_format, arguments.log_level);
    let temporary = match (&arguments.data, arguments.demo) {
        (None, Some(_)) => Some(
            TempDir::with_prefix("latchkey-demo-")
                .map_err(|error| Failure::Io("No temporary directory", error))?,
        ),
        _ => None,
    };
    let directory = match (arguments.data, &temporary) {
        (Some(directory), _) => directory,
        (None, Some(temporary)) => temporary.path().to_owned(),
        (None, None) => default_directory().ok_or(Failure::NoHome)?,
    };
    let config = Config {
        store: store::Options {
            directory: directory.clone(),
            hash_tokens: !arguments.no_hashed_tokens,
        },
        session_length: Duration::from_secs(60 * arguments.session_length),
        base_path: arguments.base_path,
        assets: arguments.assets,
        secure_cookie: arguments.secure_cookie,
        trusted_proxies: arguments.trusted_proxy,
        ..Config::new(arguments.listen, directory)
    };
    let runtime = Runtime::new().map_err(|error| Failure::Io("No threads can be started", error))?;
    let server = runtime.block_on(Server::start(&config))?;
    if let Some(count) = arguments.demo {
        prepare_demo(
            server.store(),
            count,
            arguments.demo_kind,
            &config.store.directory,
        )?;
    }
    let result = runtime.block_on(answer(server, &config.base_path));
    // A client that takes its reply slowly does not hold the program up.
    runtime.shutdown_timeout(Duration::from_secs(1));
    if let Some(temporary) = temporary {
        temporary
            .close()
            .map_err(|error| Failure::Io("The demo's directory could not be removed", error))?;
    }
    result
}

/// Answers until SIGINT or SIGTERM; a second one ends it at once.
async fn answer(server: Server, base: &BasePath) -> Result<(), Failure> {
    let listen = |kind| signal(kind).map_err(|error| Failure::Io("Signals cannot be received", error));
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    let address = server.address();
    let host = if address.ip().is_unspecified() {
        "localhost".to_owned()
    } else {
        address.ip().to_canonical().to_string()
    };
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host
    };
    tracing::info!("Latchkey is at http://{host}:{}{base}", address.port());
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let signals = async {
        tokio::select! { _ = interrupt.recv() => (), _ = terminate.recv() => () }
        tracing::info!("Stopping");
        let _ = stop.send(());
        tokio::select! { _ = interrupt.recv() => (), _ = terminate.recv() => () }
    };
    tokio::select! {
        () = server.run(async { drop(stopped.await) }) => (),
        () = signals => tracing::warn!("Stopped at once"),
    }
    Ok(())
}

/// Fills an empty store, or takes one that was filled before, and says who can sign in.
fn prepare_demo(
    store: &Store,
    count: u32,
    kind: demo::Kind,
    directory: &std::path::Path,
) -> Result<(), Failure> {
    match demo::seed(store, count, kind) {
        Ok(()) => {}
        Err(StoreError::Taken) if is_demo(store)? => {}
        Err(StoreError::Taken) => return Err(Failure::NotADemo(directory.to_owned())),
        Err(error) => return Err(Failure::Demo(error)),
    }
    let mut out = io::stdout().lock();
    writeln!(out, "user: {}\npassword: {}", demo::USER, demo::PASSWORD)
        .and_then(|()| out.flush())
        .map_err(|error| Failure::Io("Standard output cannot be written to", error))
}

fn is_demo(store: &Store) -> Result<bool, Failure> {
    let hash = store.read_at_length(|reader| match reader.user_named(demo::USER)? {
        Some(user) => reader.password_hash(user.id),
        None => Ok(None),
    });
    Ok(password::verify(
        demo::PASSWORD,
        hash.map_err(Failure::Demo)?.as_deref(),
    ))
}

fn default_directory() -> Option<PathBuf> {
    let absolute = |name| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let share = absolute("XDG_DATA_HOME").or_else(|| Some(absolute("HOME")?.join(".local/share")))?;
    Some(share.join("latchkey"))
}

fn start_log(format: LogFormat, level: LevelFilter) {
    let log = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(io::stderr)
        .with_target(false);
    match format {
        LogFormat::Human => log.with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}
