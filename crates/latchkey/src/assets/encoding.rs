//! Which of a file's encodings a request is answered with (RFC 9110 §12.5.3).

use axum::http::{HeaderMap, HeaderValue, header};

/// A way a file's bytes can be sent, best first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    /// Brotli, from the file's `.br` neighbour.
    Brotli,
    /// Gzip, from its `.gz` neighbour.
    Gzip,
    /// The file as it is.
    Identity,
}

impl Encoding {
    /// All of them, best first.
    pub(super) const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// The value of `Content-Encoding`; none for identity.
    pub(super) const fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Brotli => Some(HeaderValue::from_static("br")),
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Identity => None,
        }
    }

    fn is_named(self, name: &str) -> bool {
        match self {
            Self::Brotli => name.eq_ignore_ascii_case("br"),
            Self::Gzip => name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip"),
            Self::Identity => name.eq_ignore_ascii_case("identity"),
        }
    }

    /// The encoding, among those `available`, that the request weighs highest; of equals the best.
    /// A request that accepts none of them gets the file as it is, which the RFC prefers to refusing.
    pub(super) fn choose(request: &HeaderMap, available: impl Fn(Self) -> bool) -> Self {
        let accepted = Accepted::read(request);
        let mut chosen = (Self::Identity, 0);
        for encoding in Self::ALL {
            let weight = accepted.weight(encoding);
            if weight > chosen.1 && available(encoding) {
                chosen = (encoding, weight);
            }
        }
        chosen.0
    }
}

/// The weights, in thousandths, that `Accept-Encoding` names.
struct Accepted<'a>(Vec<(&'a str, u16)>);

impl<'a> Accepted<'a> {
    fn read(request: &'a HeaderMap) -> Self {
        Self(
            request
                .get_all(header::ACCEPT_ENCODING)
                .iter()
                .filter_map(|value| value.to_str().ok())
                .flat_map(|value| value.split(','))
                .filter_map(|item| {
                    let mut parts = item.split(';').map(str::trim);
                    let name = parts.next().filter(|name| !name.is_empty())?;
                    let weight =
                        match parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q="))) {
                            Some(text) => thousandths(text)?,
                            None => 1000,
                        };
                    Some((name, weight))
                })
                .collect(),
        )
    }

    fn weight(&self, encoding: Encoding) -> u16 {
        let named = |is: &dyn Fn(&str) -> bool| {
            self.0
                .iter()
                .find(|(name, _)| is(name))
                .map(|(_, weight)| *weight)
        };
        named(&|name| encoding.is_named(name))
            .or_else(|| named(&|name| name == "*"))
            .unwrap_or(0)
    }
}

/// Reads a weight: `0` to `1` with at most three decimals.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let decimals = format!("{decimals:0<3}").parse::<u16>().ok()?;
    match whole {
        "0" => Some(decimals),
        "1" if decimals == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn chosen(accept: Option<&'static str>, available: &[Encoding]) -> Encoding {
        let mut request = HeaderMap::new();
        if let Some(accept) = accept {
            request.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accept));
        }
        Encoding::choose(&request, |encoding| available.contains(&encoding))
    }

    #[test]
    fn the_best_accepted_encoding_is_chosen() {
        use Encoding::{Brotli, Gzip, Identity};
        let all = [Brotli, Gzip, Identity];
        for (accept, expected) in [
            (None, Identity),
            (Some(""), Identity),
            (Some("gzip, deflate, br, zstd"), Brotli),
            (Some("gzip, deflate"), Gzip),
            (Some("X-GZIP"), Gzip),
            (Some("br;q=0.5, gzip;q=0.8"), Gzip),
            (Some("br;q=0.8 , gzip ; q=0.799"), Brotli),
            (Some("br;q=0"), Identity),
            (Some("br;q=0, *"), Gzip),
            (Some("*"), Brotli),
            (Some("*;q=0"), Identity),
            (Some("identity, gzip;q=0.5"), Identity),
            (Some("identity;q=0.1, gzip;q=0.5"), Gzip),
            (Some("identity;q=0, zstd"), Identity),
            (Some("gzip;q=0.001"), Gzip),
            (Some("deflate"), Identity),
            (Some("br;q=2, gzip;q=x, , ;q=1"), Identity),
        ] {
            assert_eq!(chosen(accept, &all), expected, "{accept:?}");
        }
        assert_eq!(chosen(Some("br, gzip"), &[Gzip, Identity]), Gzip);
        assert_eq!(chosen(Some("br, gzip"), &[Identity]), Identity);
    }

    #[test]
    fn several_header_lines_count_as_one_list() {
        let mut request = HeaderMap::new();
        request.append(header::ACCEPT_ENCODING, HeaderValue::from_static("deflate"));
        request.append(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        assert_eq!(Encoding::choose(&request, |_| true), Encoding::Gzip);
    }
}
