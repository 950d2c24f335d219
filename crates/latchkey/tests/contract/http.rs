//! §5.1 to §5.3 and §5.7: headers and limits; and what this server adds: a limit on bodies and slow clients.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Client, Reply, SetUp, config};

const METHODS: &str = "POST, GET, OPTIONS, PUT, DELETE, PATCH";
const HEADERS: &str = "Accept, Content-Type, Content-Length, Accept-Encoding, Authorization, User-Agent";

fn cors(reply: &Reply) -> Vec<(&str, &str)> {
    let cors = reply
        .headers
        .iter()
        .filter(|(name, _)| name.starts_with("access-control-"));
    let mut cors: Vec<_> = cors
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    cors.sort_unstable();
    cors
}

#[test]
fn any_origin_is_reflected_below_the_api() {
    let world = SetUp::new();
    for origin in ["https://example.org", "null", "http://a:1"] {
        let client = world.operator.with("Origin", origin);
        let nobody = world.operator.nobody().with("Origin", origin);
        for reply in [
            client.get("/api/v2/authorizations"),
            client.get("/api/v2/authorizations/12"),
            client.get("/api/v2/nothing"),
            client.send("PUT", "/api/v2/me", None),
            nobody.get("/api/v2/me"),
            nobody.get("/api/v2/setup"),
            nobody.get("/api/v2"),
        ] {
            assert_eq!(
                cors(&reply),
                [("access-control-allow-origin", origin)],
                "{reply:?}"
            );
        }
    }
    assert_eq!(cors(&world.operator.get("/api/v2/authorizations")), []);
}

#[test]
fn preflight_is_answered_for_any_path_without_a_credential() {
    let world = SetUp::new();
    let client = world.operator.nobody().with("Origin", "https://example.org");
    for path in [
        "/api/v2/authorizations",
        "/api/v2/authorizations/x/y",
        "/api/v2/nothing",
        "/api/v2",
    ] {
        let reply = client.send("OPTIONS", path, None);
        reply.empty(204);
        let expected = [
            ("access-control-allow-headers", HEADERS),
            ("access-control-allow-methods", METHODS),
            ("access-control-allow-origin", "https://example.org"),
        ];
        assert_eq!(cors(&reply), expected, "{path}");
    }
}

#[test]
fn probes_and_page_have_no_cors() {
    let world = SetUp::new();
    let client = world.operator.with("Origin", "https://example.org");
    for path in ["/health", "/ping", "/ready", "/"] {
        assert_eq!(cors(&client.get(path)), [], "{path}");
    }
}

#[test]
fn every_response_says_who_it_is_from_and_is_hardened() {
    let world = SetUp::new();
    let client = &world.operator;
    for reply in [
        client.get("/api/v2/authorizations"),
        client.get("/api/v2/authorizations/12"),
        client.send("PUT", "/api/v2/authorizations", None),
        client.get("/api/v2/authorizations/12/x"),
        client.nobody().get("/api/v2/me"),
        client.with("Origin", "null").send("OPTIONS", "/api/v2/me", None),
        client.get("/health"),
        client.get("/ping"),
        client.get("/"),
        client.get("/missing.js"),
    ] {
        assert_eq!(reply.header("x-influxdb-build"), Some("OSS"), "{reply:?}");
        assert_eq!(reply.header("x-influxdb-version"), Some("v2.9.1"), "{reply:?}");
        assert_eq!(
            reply.header("content-security-policy"),
            Some(latchkey::headers::CONTENT_SECURITY_POLICY)
        );
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
    }
    for path in [
        "/api/v2/authorizations",
        "/api/v2/me",
        "/api/v2/resources",
        "/api/v2/nothing",
        "/api/v2/setup",
    ] {
        assert_eq!(
            client.get(path).header("cache-control"),
            Some("no-store"),
            "{path}"
        );
    }
}

#[test]
fn bodies_over_a_mebibyte_are_413() {
    let world = SetUp::new();
    let body = |size: usize| {
        let empty = json!({ "orgID": world.org, "permissions": [{ "action": "read", "resource": { "type": "tasks" } }], "description": "" });
        let mut text = empty.to_string();
        let place = text.find("\"description\":\"").unwrap() + "\"description\":\"".len();
        text.insert_str(place, &"x".repeat(size - text.len()));
        text
    };
    let post = |client: &Client, size: usize| client.post("/api/v2/authorizations", body(size));
    assert_eq!(post(&world.operator, 1 << 20).status, 201);
    let message = "the request's body is larger than 1 MiB";
    for size in [(1 << 20) + 1, 6 << 20] {
        post(&world.operator, size).error(413, "request too large", message);
        post(&world.operator.nobody(), size).error(413, "request too large", message);
    }
    // In pieces of unannounced length.
    let mut stream = TcpStream::connect(world.server.address).unwrap();
    let head = format!(
        "POST /api/v2/authorizations HTTP/1.1\r\nHost: x\r\nAuthorization: Token {}\r\nTransfer-Encoding: chunked\r\n\r\n",
        world.token
    );
    stream.write_all(head.as_bytes()).unwrap();
    let piece = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    for _ in 0..20 {
        stream.write_all(piece.as_bytes()).unwrap();
    }
    stream.write_all(b"0\r\n\r\n").unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 413");
}

#[test]
fn a_refusal_leaves_the_connection_open_for_a_body_that_comes_later() {
    let world = SetUp::new();
    let mut stream = TcpStream::connect(world.server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    for more in ["", "Cookie: influxdb-oss-session=gone\r\n"] {
        let head =
            format!("POST /api/v2/authorizations HTTP/1.1\r\nHost: x\r\n{more}Content-Length: 2\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        // Networks take their time.
        std::thread::sleep(Duration::from_millis(50));
        stream.write_all(b"{}").unwrap();
        let mut reply = Vec::new();
        while !reply.ends_with(b"}") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            reply.push(byte[0]);
        }
        let reply = String::from_utf8(reply).unwrap();
        assert!(reply.starts_with("HTTP/1.1 401 "), "{reply}");
        assert!(!reply.contains("connection: close"), "{reply}");
    }
}

#[test]
fn slow_and_endless_heads_are_cut_off() {
    let world = SetUp::with(
        |config| config.header_time = Duration::from_millis(400),
        json!({}),
    );
    // One byte at a time, for ever.
    let mut stream = TcpStream::connect(world.server.address).unwrap();
    stream.write_all(b"GET /health HTTP/1.1\r\nX: ").unwrap();
    let start = Instant::now();
    while stream.write_all(b"x").is_ok() {
        assert!(start.elapsed() < Duration::from_secs(5), "still open");
        std::thread::sleep(Duration::from_millis(20));
    }
    // As fast as it takes them, for ever.
    let mut stream = TcpStream::connect(world.server.address).unwrap();
    stream.write_all(b"GET /health HTTP/1.1\r\n").unwrap();
    let line = format!("X-{}: y\r\n", "x".repeat(1000));
    let mut sent = 0;
    while stream.write_all(line.as_bytes()).is_ok() {
        sent += line.len();
        assert!(sent < 64 << 20, "still reading");
    }
    // Those who are in time are answered.
    assert_eq!(world.operator.get("/health").status, 200);
}

#[test]
fn a_body_that_never_comes_holds_nobody_else_up() {
    let world = SetUp::new();
    let mut stuck: Vec<_> = (0..50)
        .map(|_| TcpStream::connect(world.server.address).unwrap())
        .collect();
    for stream in &mut stuck {
        let head = format!(
            "POST /api/v2/authorizations HTTP/1.1\r\nHost: x\r\nAuthorization: Token {}\r\nContent-Length: 100\r\n\r\n{{",
            world.token
        );
        stream.write_all(head.as_bytes()).unwrap();
    }
    world.create_with(json!({}));
}

#[test]
fn a_reader_that_stops_reading_holds_nobody_else_up() {
    let world = SetUp::new();
    let long = "x".repeat(500_000);
    for _ in 0..12 {
        world.create_with(json!({ "description": long }));
    }
    let ask = |stream: &mut TcpStream| {
        let head = format!(
            "GET /api/v2/authorizations HTTP/1.1\r\nHost: x\r\nAuthorization: Token {}\r\n\r\n",
            world.token
        );
        stream.write_all(head.as_bytes()).unwrap();
    };
    let mut stuck: Vec<_> = (0..12)
        .map(|_| TcpStream::connect(world.server.address).unwrap())
        .collect();
    stuck.iter_mut().for_each(ask);
    assert_eq!(world.operator.listed("").len(), 13);
    world.create_with(json!({}));
    assert_eq!(world.operator.listed("").len(), 14);
    // What they were being sent is of the moment they asked.
    let mut reply = String::new();
    stuck[0].set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    loop {
        let mut buffer = [0; 65536];
        match stuck[0].read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => reply.push_str(&String::from_utf8_lossy(&buffer[..count])),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(reply.matches("\"createdAt\"").count(), 13);
}

#[test]
fn stopping_finishes_what_is_under_way() {
    let directory = tempfile::TempDir::new().unwrap();
    let mut server = crate::support::TestServer::start(config(directory.path()));
    // A connection that a browser opened in advance must not hold the stop up.
    let idle = TcpStream::connect(server.address).unwrap();
    let mut stream = TcpStream::connect(server.address).unwrap();
    let body = json!({ "username": "admin", "org": "acme", "bucket": "b" }).to_string();
    let head = format!(
        "POST /api/v2/setup HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // It is asked for the body, so the request is under way.
    let mut go_on = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
    stream.read_exact(&mut go_on).unwrap();
    assert!(go_on.starts_with(b"HTTP/1.1 100 "));
    server.ask_to_stop();
    let asked = Instant::now();
    while server.client().try_send("GET", "/health", None).is_ok() {
        assert!(asked.elapsed() < Duration::from_secs(5), "takes connections on");
    }
    let start = Instant::now();
    stream.write_all(body.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.1 201"), "{reply}");
    drop(server);
    assert!(start.elapsed() < Duration::from_secs(5));
    drop(idle);
}
