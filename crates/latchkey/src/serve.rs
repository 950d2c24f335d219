//! The server: opening everything, answering connections, and stopping without breaking a reply off.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt;

use crate::api::{Access, App};
use crate::assets::{Assets, AssetsError, BasePath};
use crate::auth::Network;
use crate::router::router;
use crate::store::{self, OpenError, Store};

/// How many connections are open at once; more wait to be accepted.
const CONNECTIONS: u32 = 1024;
/// How long replies under way may take after the server was told to stop.
const STOP_TIME: Duration = Duration::from_secs(10);

/// What to serve, and where.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address; with port 0 any free one.
    pub listen: SocketAddr,
    /// The store.
    pub store: store::Options,
    /// How long a session lasts (§4.3).
    pub session_length: Duration,
    /// The path below which page and API are.
    pub base_path: BasePath,
    /// Whether the session's cookie is `Secure` whatever the connection.
    pub secure_cookie: bool,
    /// The proxies whose `X-Forwarded-…` headers are believed.
    pub trusted_proxies: Vec<Network>,
    /// A folder with the page, instead of the one inside this program.
    pub assets: Option<PathBuf>,
    /// How long a client may take over the head of a request, and how long it may keep a connection without one.
    pub header_time: Duration,
}

impl Config {
    /// The settings that `latchkey serve` has by itself.
    #[must_use]
    pub fn new(listen: SocketAddr, directory: PathBuf) -> Self {
        Self {
            listen,
            store: store::Options {
                directory,
                hash_tokens: true,
            },
            session_length: Duration::from_secs(60 * 60),
            base_path: BasePath::default(),
            secure_cookie: false,
            trusted_proxies: Vec::new(),
            assets: None,
            header_time: Duration::from_secs(30),
        }
    }
}

/// Why the server cannot start; its `Display` is a sentence for the person who started it.
#[derive(Debug)]
pub enum StartError {
    /// The address cannot be listened on.
    Listen(SocketAddr, io::Error),
    /// The store cannot be opened.
    Store(OpenError),
    /// The page cannot be served.
    Assets(AssetsError),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen(address, error) if error.kind() == io::ErrorKind::AddrInUse => write!(
                f,
                "The address {address} is already in use by another program; choose another with --listen."
            ),
            Self::Listen(address, error) => {
                write!(f, "The address {address} cannot be listened on: {error}.")
            }
            Self::Store(error) => error.fmt(f),
            Self::Assets(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StartError {}

impl From<OpenError> for StartError {
    fn from(error: OpenError) -> Self {
        Self::Store(error)
    }
}

impl From<AssetsError> for StartError {
    fn from(error: AssetsError) -> Self {
        Self::Assets(error)
    }
}

/// A server that listens, and answers once it runs.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: App,
    router: Router,
    header_time: Duration,
}

impl Server {
    /// Takes the address, then opens the store.
    ///
    /// # Errors
    /// [`StartError`]; an existing database is then as it was.
    pub async fn start(config: &Config) -> Result<Self, StartError> {
        let unheard = |error| StartError::Listen(config.listen, error);
        let listener = TcpListener::bind(config.listen).await.map_err(unheard)?;
        let address = listener.local_addr().map_err(unheard)?;
        let base = &config.base_path;
        let assets = match &config.assets {
            Some(folder) => Assets::from_dir(folder, base)?,
            None => Assets::embedded(base)?,
        };
        let store = Store::open(&config.store)?;
        let access = Access {
            session_length: config.session_length,
            base_path: base.as_str().to_owned(),
            secure_cookie: config.secure_cookie,
            trusted_proxies: config.trusted_proxies.clone(),
        };
        let app = App::new(store, access);
        let router = router(&app, assets, base.clone());
        Ok(Self {
            listener,
            address,
            app,
            router,
            header_time: config.header_time,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it serves from.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.app.store
    }

    /// Answers until `stop` is done; then takes no more connections, finishes the replies under way and closes.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let Self {
            listener,
            router,
            header_time,
            ..
        } = self;
        let permits = Arc::new(Semaphore::new(CONNECTIONS as usize));
        let (stopping, stopped) = watch::channel(());
        tokio::pin!(stop);
        loop {
            let next = tokio::select! {
                () = &mut stop => break,
                next = accept(&listener, &permits) => next,
            };
            match next {
                Ok((stream, client, permit)) => {
                    let connection = Connection {
                        client,
                        router: router.clone(),
                        header_time,
                    };
                    let mut stopped = stopped.clone();
                    tokio::spawn(async move {
                        let _permit = permit;
                        connection
                            .serve(stream, async move { drop(stopped.changed().await) })
                            .await;
                    });
                }
                Err(error) => {
                    // Commonly too many open files: it helps to wait until some are closed.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
        drop(listener);
        stopping.send_replace(());
        if tokio::time::timeout(STOP_TIME, permits.acquire_many(CONNECTIONS))
            .await
            .is_err()
        {
            tracing::warn!("some replies were still under way after {STOP_TIME:?} and were broken off");
        }
    }
}

async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let permit = Arc::clone(permits)
        .acquire_owned()
        .await
        .map_err(io::Error::other)?;
    let (stream, client) = listener.accept().await?;
    Ok((stream, client, permit))
}

struct Connection {
    client: SocketAddr,
    router: Router,
    header_time: Duration,
}

impl Connection {
    async fn serve(self, stream: TcpStream, stop: impl Future<Output = ()>) {
        let Self {
            client,
            router,
            header_time,
        } = self;
        // Small replies go out at once.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(client));
            router.clone().oneshot(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(header_time)
            .serve_connection(TokioIo::new(stream), service);
        tokio::pin!(connection);
        let result = tokio::select! {
            result = connection.as_mut() => result,
            () = stop => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = result {
            tracing::debug!(%error, %client, "a connection ended");
        }
    }
}
