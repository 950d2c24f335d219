//! How a request came here: from which client, over TLS or not, and to which host, as far as that is known. What a proxy
//! says of it in `X-Forwarded-…` counts only if the person who started the server named that proxy as trusted: anyone
//! else could say anything.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;

use axum::http::{HeaderMap, Method, header};

use super::credentials::{brings_cookie, brings_token};

/// An address, or a network as `ADDRESS/BITS`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    first: IpAddr,
    bits: u8,
}

/// Why a text is no [`Network`]; its `Display` is a sentence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NetworkError;

impl fmt::Display for NetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an address such as 192.0.2.1, nor a network such as 10.0.0.0/8 or fd00::/8")
    }
}

impl std::error::Error for NetworkError {}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let first: IpAddr = address.parse().map_err(|_| NetworkError)?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => most,
            Some(bits) => bits.parse().map_err(|_| NetworkError)?,
        };
        if bits > most {
            return Err(NetworkError);
        }
        Ok(Self { first, bits })
    }
}

impl Network {
    fn contains(self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let differing = first.to_bits() ^ address.to_bits();
                differing.checked_shr(32 - u32::from(self.bits)).unwrap_or(0) == 0
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let differing = first.to_bits() ^ address.to_bits();
                differing.checked_shr(128 - u32::from(self.bits)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// How a request came here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Front {
    /// Who sent it; not one of the trusted proxies, if they say who it was.
    pub client: IpAddr,
    /// Whether a trusted proxy says that the client speaks TLS.
    pub tls: bool,
    host: Option<String>,
}

impl Front {
    /// Of a request from `peer` with these headers.
    #[must_use]
    pub fn of(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[Network]) -> Self {
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
        let host = text(headers, header::HOST.as_str());
        if !is_trusted(peer) {
            return Self {
                client: peer,
                tls: false,
                host: host.map(str::to_owned),
            };
        }
        Self {
            client: forwarded_for(headers)
                .into_iter()
                .rev()
                .find(|address| !is_trusted(*address))
                .unwrap_or(peer),
            tls: first_of(headers, "x-forwarded-proto")
                .is_some_and(|protocol| protocol.eq_ignore_ascii_case("https")),
            host: first_of(headers, "x-forwarded-host").or(host).map(str::to_owned),
        }
    }

    /// Whether a request is one that a page of another origin might make in the name of who sits before it: it changes
    /// something, is made with what a browser adds by itself or with nothing, and comes from a page that is not ours. A
    /// request that says nothing of its origin comes from no browser. (The rule of the Fetch standard's
    /// `Sec-Fetch-Site`, and of RFC 6454's `Origin` for browsers and addresses without it.)
    #[must_use]
    pub fn is_forged(&self, method: &Method, headers: &HeaderMap, open: bool) -> bool {
        let harmless = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
        if harmless || brings_token(headers) || !(open || brings_cookie(headers)) {
            return false;
        }
        if headers.contains_key("sec-fetch-site") {
            return !matches!(text(headers, "sec-fetch-site"), Some("same-origin" | "none"));
        }
        headers.contains_key(header::ORIGIN)
            && !text(headers, header::ORIGIN.as_str()).is_some_and(|origin| self.is_own(origin))
    }

    /// Whether this is the origin of the page that is served here. Behind a proxy that is not trusted, whether the page
    /// came over TLS is unknown.
    fn is_own(&self, origin: &str) -> bool {
        let Some((scheme, host)) = origin.split_once("://") else {
            return false;
        };
        let scheme_fits = scheme == "https" || (scheme == "http" && !self.tls);
        scheme_fits
            && self
                .host
                .as_deref()
                .is_some_and(|own| own.eq_ignore_ascii_case(host))
    }
}

/// A header that is there once.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let only = values.next().filter(|_| values.next().is_none())?;
    only.to_str().ok()
}

/// The first of a header's listed values: what the proxy nearest the client wrote.
fn first_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.split(',').next().unwrap_or(value).trim())
}

/// The addresses of `X-Forwarded-For`, from the client inward; what stands left of something unreadable is not known.
fn forwarded_for(headers: &HeaderMap) -> Vec<IpAddr> {
    let mut known = Vec::new();
    for value in headers.get_all("x-forwarded-for") {
        for part in value.to_str().unwrap_or_default().split(',') {
            match part.trim().parse::<IpAddr>() {
                Ok(address) => known.push(address),
                Err(_) => known.clear(),
            }
        }
    }
    known
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    fn networks(texts: &[&str]) -> Vec<Network> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_is_an_address_with_or_without_a_length() {
        for (network, inside, outside) in [
            ("192.0.2.1", "192.0.2.1", "192.0.2.2"),
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("0.0.0.0/0", "203.0.113.9", "::1"),
            ("::1", "::1", "::2"),
            ("fd00::/8", "fdff::1", "fe00::1"),
            ("::/0", "2001:db8::1", "192.0.2.1"),
            ("192.0.2.1", "::ffff:192.0.2.1", "::192.0.2.1"),
        ] {
            let parsed: Network = network.parse().unwrap();
            assert!(parsed.contains(address(inside)), "{network} {inside}");
            assert!(!parsed.contains(address(outside)), "{network} {outside}");
        }
        for text in [
            "",
            "proxy",
            "10.0.0.0/33",
            "fd00::/129",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "/8",
        ] {
            assert_eq!(text.parse::<Network>(), Err(NetworkError), "{text}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let sent = headers(&[
            ("host", "inside:8087"),
            ("x-forwarded-for", "203.0.113.7, 10.0.0.2"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-host", "tokens.example.org"),
        ]);
        let trusted = networks(&["10.0.0.0/8"]);
        let front = Front::of(Some(address("10.0.0.1")), &sent, &trusted);
        assert_eq!(front.client, address("203.0.113.7"));
        assert!(front.tls && front.is_own("https://tokens.example.org"));
        let front = Front::of(Some(address("192.0.2.1")), &sent, &trusted);
        assert_eq!(front.client, address("192.0.2.1"));
        assert!(!front.tls && front.is_own("http://inside:8087"));
        assert_eq!(
            Front::of(Some(address("10.0.0.1")), &HeaderMap::new(), &trusted).client,
            address("10.0.0.1")
        );
    }

    #[test]
    fn whoever_makes_addresses_up_is_found_by_what_the_proxy_added() {
        let trusted = networks(&["10.0.0.1"]);
        for (sent, client) in [
            ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
            ("203.0.113.7, 10.0.0.1", "203.0.113.7"),
            ("203.0.113.7, junk", "10.0.0.1"),
            ("junk, 203.0.113.7", "203.0.113.7"),
        ] {
            let sent = headers(&[("x-forwarded-for", sent)]);
            assert_eq!(
                Front::of(Some(address("10.0.0.1")), &sent, &trusted).client,
                address(client),
                "{sent:?}"
            );
        }
    }

    proptest! {
        /// Without a proxy that was named, no header moves the client or makes the connection safe.
        #[test]
        fn a_stranger_changes_nothing(value in "[ -~]{0,40}", name in prop::sample::select(
            vec!["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"],
        )) {
            let mut sent = HeaderMap::new();
            sent.insert(name, HeaderValue::from_str(&value).unwrap());
            let front = Front::of(Some(address("192.0.2.1")), &sent, &networks(&["10.0.0.1"]));
            prop_assert_eq!(front, Front { client: address("192.0.2.1"), tls: false, host: None });
        }

        /// No origin but the own one passes, however it is written.
        #[test]
        fn only_the_own_origin_is_own(origin in "(https?://)?[a-z.:0-9@/]{0,20}") {
            let front = Front { client: address("192.0.2.1"), tls: false, host: Some("a.b:1".to_owned()) };
            prop_assert_eq!(front.is_own(&origin), origin == "http://a.b:1" || origin == "https://a.b:1");
        }
    }
}
