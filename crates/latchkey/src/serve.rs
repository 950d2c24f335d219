//! The server: opening everything, answering connections, and stopping without breaking a reply off.

mod slots;

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

use crate::api::{Access, App};
use crate::assets::{Assets, AssetsError, BasePath};
use crate::auth::Network;
use crate::router::router;
use crate::store::{self, OpenError, Store};

use slots::{Slot, Slots, Work};

/// The largest head of a request, and what is read ahead of a body, in bytes.
const LARGEST_HEAD: usize = 64 << 10;
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
    /// There can be no more threads.
    Threads(io::Error),
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
            Self::Threads(error) => write!(f, "No threads can be started: {error}."),
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
        let app = App::new(store, access).map_err(StartError::Threads)?;
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
        let slots = Slots::new();
        let (stopping, stopped) = watch::channel(());
        tokio::pin!(stop);
        loop {
            let next = tokio::select! {
                () = &mut stop => break,
                next = accept(&listener, &slots) => next,
            };
            match next {
                Ok((stream, client, slot)) => {
                    let connection = Connection {
                        client,
                        router: router.clone(),
                        header_time,
                    };
                    let mut stopped = stopped.clone();
                    tokio::spawn(async move {
                        connection
                            .serve(stream, slot, async move { drop(stopped.changed().await) })
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
        if tokio::time::timeout(STOP_TIME, slots.all_free()).await.is_err() {
            tracing::warn!("some replies were still under way after {STOP_TIME:?} and were broken off");
        }
    }
}

/// The next connection, and a place for it. The place comes second: whoever has to leave for it leaves for somebody.
async fn accept(listener: &TcpListener, slots: &Slots) -> io::Result<(TcpStream, SocketAddr, Slot)> {
    let (stream, client) = listener.accept().await?;
    let slot = slots
        .take()
        .await
        .ok_or_else(|| io::Error::other("no more connections are taken"))?;
    Ok((stream, client, slot))
}

struct Connection {
    client: SocketAddr,
    router: Router,
    header_time: Duration,
}

impl Connection {
    async fn serve(self, stream: TcpStream, slot: Slot, stop: impl Future<Output = ()>) {
        let Self {
            client,
            router,
            header_time,
        } = self;
        // Small replies go out at once.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        let slot = &slot;
        let service = service_fn(move |request: Request<Incoming>| {
            let work = slot.work();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(client));
            let reply = router.clone().oneshot(request);
            // Until the last byte of the reply is handed over.
            async move {
                reply
                    .await
                    .map(|reply| reply.map(|body| Counted { body, _work: work }))
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(header_time)
            .max_buf_size(LARGEST_HEAD)
            .serve_connection(TokioIo::new(stream), service);
        tokio::pin!(connection);
        let result = tokio::select! {
            result = connection.as_mut() => result,
            () = stop => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
            () = slot.leave() => {
                tracing::debug!(%client, "a connection left its place to another");
                return;
            }
        };
        if let Err(error) = result {
            tracing::debug!(%error, %client, "a connection ended");
        }
    }
}

/// The body of a reply, with the note that it is on its way.
struct Counted {
    body: Body,
    _work: Work,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
