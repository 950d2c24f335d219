//! `GET /api/v2/authorizations` (§1.2): everything in one reply, written while it is read from the database, so that
//! its length costs no memory.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{io, iter};

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use influx_api::{Action, Id};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use super::needed;
use super::view::{append, permissions};
use crate::api::extract::Params;
use crate::api::identify::Identified;
use crate::api::reply::json_body;
use crate::api::{ApiError, App};
use crate::auth::Caller;
use crate::store::{AuthorizationFilter, ListedAuthorization, Names, Reader, StoreError};

/// How much is written before it is handed on.
const CHUNK: usize = 64 * 1024;
/// How many chunks may wait for the client.
const CHUNKS: usize = 4;
/// How much text of permissions is kept to be used again.
const CACHE: usize = 1 << 20;
/// How long a client may take no chunk, and how long the whole may take: meanwhile the reply holds a connection to
/// the database and keeps its log from being tidied.
const STALL: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(15 * 60);

const HEAD: &[u8] =
    b"{\n\t\"links\": {\n\t\t\"self\": \"/api/v2/authorizations\"\n\t},\n\t\"authorizations\": [";
/// How deep each authorization stands, and its permissions.
const DEPTH: usize = 2;
const PERMISSIONS_DEPTH: usize = 3;

/// What the query asks for.
enum Wanted {
    One(Id),
    Matching {
        org: Option<Id>,
        org_name: Option<String>,
        user: Option<Id>,
        user_name: Option<String>,
    },
}

/// Why a reply that has begun cannot be finished.
enum Broken {
    /// The client is gone, or too slow.
    Client,
    Store(StoreError),
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Wanted {
    fn read(params: &Params) -> Result<Self, ApiError> {
        let (id, org, user) = (params.id("id")?, params.id("orgID")?, params.id("userID")?);
        let name = |name, id: Option<Id>| params.get(name).filter(|_| id.is_none()).map(str::to_owned);
        Ok(match id {
            Some(id) => Self::One(id),
            None => Self::Matching {
                org,
                org_name: name("org", org),
                user,
                user_name: name("user", user),
            },
        })
    }

    /// Looks the names up, without regard to what the caller may read (§1.2).
    fn filter(self, reader: &Reader<'_>) -> Result<AuthorizationFilter, ApiError> {
        match self {
            Self::One(id) => {
                super::find(reader, id)?;
                Ok(AuthorizationFilter {
                    id: Some(id),
                    ..AuthorizationFilter::default()
                })
            }
            Self::Matching {
                org,
                org_name,
                user,
                user_name,
            } => {
                let user = match user_name {
                    None => user,
                    Some(name) => Some(reader.user_named(&name)?.ok_or_else(ApiError::no_user)?.id),
                };
                let org = match org_name {
                    None => org,
                    Some(name) => Some(
                        reader
                            .org_named(&name)?
                            .ok_or_else(|| ApiError::no_org_named(&name))?
                            .id,
                    ),
                };
                Ok(AuthorizationFilter { id: None, org, user })
            }
        }
    }
}

pub(super) async fn list(
    State(app): State<App>,
    Extension(caller): Identified,
    params: Params,
) -> Result<Response, ApiError> {
    let wanted = Wanted::read(&params)?;
    let permit = Arc::clone(&app.lists)
        .acquire_owned()
        .await
        .map_err(|_| ApiError::unavailable("the server is stopping"))?;
    let (chunks, body) = mpsc::channel(CHUNKS);
    let (begin, begun) = oneshot::channel();
    let whole = Arc::new(AtomicBool::new(false));
    let finished = Arc::clone(&whole);
    let runtime = Handle::current();
    spawn_blocking(move || {
        let _permit = permit;
        let mut begin = Some(begin);
        let result = app.store.read_at_length(|reader| {
            let filter = wanted.filter(reader);
            let answer = filter.as_ref().map(|_| ()).map_err(Clone::clone);
            // Without anyone waiting for the answer there is nothing to do.
            if begin.take().is_none_or(|begin| begin.send(answer).is_err()) {
                return Ok(());
            }
            let Ok(filter) = filter else { return Ok(()) };
            let buffer = Vec::with_capacity(2 * CHUNK);
            write(
                reader,
                &caller,
                filter,
                Output {
                    chunks: &chunks,
                    runtime,
                    buffer,
                    start: Instant::now(),
                },
            )
        });
        match (result, begin) {
            // Before `chunks` is dropped, which is how the end is seen.
            (Ok(()), _) => finished.store(true, Ordering::Release),
            (Err(Broken::Client), _) => tracing::debug!("nobody takes the list of authorizations"),
            (Err(Broken::Store(error)), Some(begin)) => {
                let _ = begin.send(Err(error.into()));
            }
            (Err(Broken::Store(error)), None) => {
                tracing::error!(%error, "a list of authorizations was broken off");
            }
        }
    });
    begun
        .await
        .map_err(|_| ApiError::unavailable("the server is stopping"))??;
    // The status has been sent: what ends too early must break the connection, so that nobody takes it for whole.
    let end = iter::once_with(move || {
        (!whole.load(Ordering::Acquire)).then(|| Err(io::Error::other("the list was broken off")))
    });
    let body = ReceiverStream::new(body)
        .map(Ok)
        .chain(tokio_stream::iter(end.flatten()));
    Ok(json_body(Body::from_stream(body)).into_response())
}

fn write(
    reader: &Reader<'_>,
    caller: &Caller,
    filter: AuthorizationFilter,
    mut out: Output<'_>,
) -> Result<(), Broken> {
    let mut sets = Sets {
        reader,
        names: Names::new(reader),
        written: HashMap::new(),
        size: 0,
    };
    let mut first = true;
    out.buffer.extend_from_slice(HEAD);
    reader.each_authorization(filter, |authorization| {
        let ListedAuthorization {
            id,
            org_id,
            user_id,
            permission_set,
            ..
        } = *authorization;
        if needed(Action::Read, id, org_id, user_id)
            .iter()
            .all(|needed| caller.may(needed))
        {
            out.buffer
                .extend_from_slice(if first { b"\n\t\t" } else { b",\n\t\t" });
            first = false;
            append(
                &mut out.buffer,
                DEPTH,
                authorization,
                sets.written(permission_set)?,
            );
            if out.buffer.len() >= CHUNK {
                out.send()?;
            }
        }
        Ok::<_, Broken>(())
    })?;
    out.buffer
        .extend_from_slice(if first { b"]\n}" } else { b"\n\t]\n}" });
    out.send()
}

struct Output<'a> {
    chunks: &'a mpsc::Sender<Bytes>,
    runtime: Handle,
    buffer: Vec<u8>,
    start: Instant,
}

impl Output<'_> {
    /// Hands on what has been written, and waits while the client is behind.
    fn send(&mut self) -> Result<(), Broken> {
        let chunk = std::mem::replace(&mut self.buffer, Vec::with_capacity(2 * CHUNK));
        if self.start.elapsed() > LONGEST {
            return Err(Broken::Client);
        }
        let sending = self.chunks.send(chunk.into());
        match self
            .runtime
            .block_on(async { tokio::time::timeout(STALL, sending).await })
        {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Broken::Client),
        }
    }
}

/// Sets of permissions as text. Most tokens share a few of them.
struct Sets<'a, 'r> {
    reader: &'a Reader<'r>,
    names: Names<'a, 'r>,
    written: HashMap<i64, Box<[u8]>>,
    size: usize,
}

impl Sets<'_, '_> {
    fn written(&mut self, set: i64) -> Result<&[u8], StoreError> {
        use std::collections::hash_map::Entry;
        if self.size > CACHE {
            self.written.clear();
            self.size = 0;
        }
        Ok(match self.written.entry(set) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let text = permissions(
                    &self.reader.permission_set(set)?,
                    &mut self.names,
                    PERMISSIONS_DEPTH,
                )?;
                self.size += text.len();
                entry.insert(text.into_boxed_slice())
            }
        })
    }
}
