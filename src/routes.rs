//! Every address of the page. Nothing else knows how they are spelled.

use influx_api::{AccessKind, Id};
use leptos::prelude::*;
use tokens::{Query, Sort, StatusFilter};
use web_sys::UrlSearchParams;

use crate::ui::address::{Address, absolute};
use crate::ui::context::provide_context;
use crate::ui::live::{Derived, memo};
use crate::ui::state::Stored;

/// A page, without the query of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    /// To the last or first organization's tokens.
    Home,
    /// Sign in.
    SignIn,
    /// Set up the first user.
    Onboarding,
    /// The tokens of an organization, perhaps with a dialog over them.
    Tokens {
        /// The organization.
        org: Id,
        /// The dialog.
        open: Option<Open>,
    },
    /// No such page.
    NotFound,
}

/// A dialog with an address of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Open {
    /// The summary of a token.
    Summary(Id),
    /// "Generate All Access API Token".
    AllAccess,
    /// "Generate a Custom API Token".
    Custom,
}

impl Route {
    /// The page at a path below the base, such as `orgs/0123456789abcdef/load-data/tokens`.
    #[must_use]
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [] => Self::Home,
            ["signin"] => Self::SignIn,
            ["onboarding"] => Self::Onboarding,
            ["orgs", org, "load-data", "tokens"] => org
                .parse()
                .map_or(Self::NotFound, |org| Self::Tokens { org, open: None }),
            ["orgs", org, "load-data", "tokens", ref dialog @ ..] => match (org.parse(), Open::parse(dialog))
            {
                (Ok(org), Some(open)) => Self::Tokens {
                    org,
                    open: Some(open),
                },
                _ => Self::NotFound,
            },
            _ => Self::NotFound,
        }
    }

    /// The path below the base.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Self::Home | Self::NotFound => String::new(),
            Self::SignIn => "signin".into(),
            Self::Onboarding => "onboarding".into(),
            Self::Tokens { org, open } => {
                let list = ["orgs/", &org.to_string(), "/load-data/tokens"].concat();
                open.map_or_else(|| list.clone(), |open| [&list, "/", &open.path()].concat())
            }
        }
    }
}

impl Open {
    fn parse(parts: &[&str]) -> Option<Self> {
        match *parts {
            [id] => id.parse().ok().map(Self::Summary),
            ["generate", "all-access"] => Some(Self::AllAccess),
            ["generate", "custom-api"] => Some(Self::Custom),
            _ => None,
        }
    }

    fn path(self) -> String {
        match self {
            Self::Summary(id) => id.to_string(),
            Self::AllAccess => "generate/all-access".into(),
            Self::Custom => "generate/custom-api".into(),
        }
    }
}

/// Where the page is, and the way to other places. A context of the whole app.
#[derive(Clone, Copy)]
pub struct Nav {
    /// The page shown.
    pub route: Derived<Route>,
    /// The query of the list.
    pub query: Derived<Query>,
    search: Derived<String>,
    base: Stored<String>,
    opened: Stored<bool>,
    address: Address,
}

impl Nav {
    /// Puts the navigation into context.
    pub fn provide() -> Self {
        let base = base_path();
        let address = Address::watch();
        let base_length = base.len();
        let route = memo(move || {
            let path = address.path();
            path.get(base_length..).map_or(Route::NotFound, Route::parse)
        });
        let search = memo(move || address.search());
        let query = memo(move || search.with(|search| read_query(search)));
        let nav = Self {
            route,
            query,
            search,
            base: Stored::new(base),
            opened: Stored::new(false),
            address,
        };
        provide_context(nav);
        nav
    }

    /// The address of a page as a link's `href`, with the list's query where it belongs.
    #[must_use]
    pub fn href(self, route: &Route) -> String {
        let path = self.path(route);
        match (route, self.search.get()) {
            (Route::Tokens { .. }, search)
                if !search.is_empty() && matches!(self.route.get(), Route::Tokens { .. }) =>
            {
                [&path, "?", &search].concat()
            }
            _ => path,
        }
    }

    /// Goes to a page, keeping the list's query.
    pub fn go(self, route: &Route) {
        let to = untrack(|| self.href(route));
        self.address.go(&to, false);
    }

    /// Goes to a page in place of the one shown, so that Back does not return to it.
    pub fn replace(self, route: &Route) {
        let to = untrack(|| self.href(route));
        self.address.go(&to, true);
    }

    /// The organization whose tokens are shown; reactive.
    #[must_use]
    pub fn org(self) -> Option<Id> {
        match self.route.get() {
            Route::Tokens { org, .. } => Some(org),
            _ => None,
        }
    }

    /// The dialog over the list.
    #[must_use]
    pub fn open(self) -> Option<Open> {
        match self.route.get() {
            Route::Tokens { open, .. } => open,
            _ => None,
        }
    }

    /// Opens a dialog over the list shown, or in place of the one that is open.
    pub fn open_dialog(self, open: Open) {
        let Route::Tokens { org, open: before } = self.route.get_untracked() else {
            return;
        };
        let route = Route::Tokens {
            org,
            open: Some(open),
        };
        if before.is_some() {
            return self.replace(&route);
        }
        self.opened.set_value(true);
        self.go(&route);
    }

    /// Closes it: Back, if it was opened from the list, so that the history does not grow.
    pub fn close_dialog(self) {
        let Route::Tokens { org, open: Some(_) } = self.route.get_untracked() else {
            return;
        };
        let opened = self.opened.get_value();
        self.opened.set_value(false);
        if !(opened && window().history().is_ok_and(|history| history.back().is_ok())) {
            let list = Route::Tokens { org, open: None };
            let to = self.with_query(&list, &self.query.get_untracked());
            self.address.go(&to, true);
        }
    }

    /// The address of "Generate a Custom API Token" with the form filled in: the description, and what to read and write as
    /// [`tokens::grant::prefill`] takes it.
    #[must_use]
    pub fn custom_link(self, org: Id, description: &str, read: &str, write: &str) -> String {
        let params = new_params("");
        for (name, value) in [("description", description), ("read", read), ("write", write)] {
            if !value.is_empty() {
                params.set(name, value);
            }
        }
        let open = Some(Open::Custom);
        let here = absolute(&self.path(&Route::Tokens { org, open }));
        with_search(&here, &String::from(params.to_string()))
    }

    /// The values of a parameter in the address, such as those that fill in a form.
    #[must_use]
    pub fn parameters(self, name: &str) -> Vec<String> {
        let values = new_params(&self.search.get_untracked()).get_all(name);
        values.iter().filter_map(|value| value.as_string()).collect()
    }

    /// The address of what is shown, for others.
    #[must_use]
    pub fn link(self) -> String {
        self.address.link()
    }

    /// Shows the list with another query, in place of the one shown.
    pub fn set_query(self, query: &Query) {
        self.address.go(&self.list_with(query), true);
    }

    /// The same for a query that may change again with the next key.
    pub fn type_query(self, query: &Query) {
        self.address.amend(&self.list_with(query));
    }

    fn list_with(self, query: &Query) -> String {
        self.with_query(&self.route.get_untracked(), query)
    }

    /// The address of a page with a query, and nothing else.
    fn with_query(self, route: &Route, query: &Query) -> String {
        with_search(&self.path(route), &write_query(query))
    }

    /// The path of a page, with the base.
    fn path(self, route: &Route) -> String {
        self.base
            .with_value(|base| [base, route.path().as_str()].concat())
    }

    /// Goes to the sign-in page, which returns here afterwards.
    pub fn sign_in(self) {
        let here = self.address.here();
        let params = new_params("");
        if here != self.base.get_value() {
            params.set("returnTo", &here);
        }
        let to = with_search(&self.path(&Route::SignIn), &String::from(params.to_string()));
        self.address.go(&to, true);
    }

    /// Goes where the sign-in page was told to return to: a path of this page, or home.
    pub fn return_from_sign_in(self) {
        let wanted = new_params(&self.search.get_untracked())
            .get("returnTo")
            .unwrap_or_default();
        let home = self.base.get_value();
        let to = if stays_here(&wanted, &home) { wanted } else { home };
        self.address.go(&to, true);
    }
}

/// Whether a path given from outside leads to a page of this app and nowhere else: it is spelled as the app spells its own.
fn stays_here(path: &str, base: &str) -> bool {
    let route = path
        .strip_prefix(base)
        .filter(|_| !path.starts_with("//") && path.bytes().all(|byte| byte.is_ascii_graphic()))
        .map(|path| Route::parse(path.split('?').next().unwrap_or_default()));
    matches!(route, Some(Route::Home | Route::Tokens { .. }))
}

/// The path of `<base href>`, which ends in a slash.
pub fn base_path() -> String {
    let base = document()
        .base_uri()
        .ok()
        .flatten()
        .and_then(|uri| web_sys::Url::new(&uri).ok());
    base.map_or_else(|| "/".into(), |url| url.pathname())
}

fn with_search(path: &str, search: &str) -> String {
    if search.is_empty() {
        path.into()
    } else {
        [path, "?", search].concat()
    }
}

fn new_params(search: &str) -> UrlSearchParams {
    // The constructor only fails on malformed sequences, never on a string.
    UrlSearchParams::new_with_str(search).unwrap_or_else(|error| wasm_bindgen::throw_val(error))
}

fn read_query(search: &str) -> Query {
    let params = new_params(search);
    let get = |name| params.get(name).unwrap_or_default();
    Query {
        search: get("searchTerm"),
        status: StatusFilter::from_str(&get("status")),
        access: match get("access").as_str() {
            "operator" => Some(AccessKind::Operator),
            "all" => Some(AccessKind::AllAccess),
            "custom" => Some(AccessKind::Custom),
            _ => None,
        },
        sort: Sort::from_keys(&get("sortKey"), &get("sortDirection")),
    }
}

fn write_query(query: &Query) -> String {
    let params = new_params("");
    let standard = Query::default();
    if !query.search.is_empty() {
        params.set("searchTerm", &query.search);
    }
    if query.status != standard.status {
        params.set("status", query.status.as_str());
    }
    if let Some(access) = query.access {
        params.set(
            "access",
            match access {
                AccessKind::Operator => "operator",
                AccessKind::AllAccess => "all",
                AccessKind::Custom => "custom",
            },
        );
    }
    if query.sort != standard.sort {
        let (key, direction) = query.sort.keys();
        params.set("sortKey", key);
        params.set("sortDirection", direction);
    }
    String::from(params.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Open, Route, stays_here};

    #[test]
    fn each_route_reads_its_own_path() {
        let id = influx_api::Id::new(0x0123_4567_89ab_cdef);
        let org = id.unwrap_or_else(|| unreachable!());
        for route in [
            Route::Home,
            Route::SignIn,
            Route::Onboarding,
            Route::Tokens { org, open: None },
            Route::Tokens {
                org,
                open: Some(Open::Summary(org)),
            },
            Route::Tokens {
                org,
                open: Some(Open::AllAccess),
            },
            Route::Tokens {
                org,
                open: Some(Open::Custom),
            },
        ] {
            assert_eq!(Route::parse(&route.path()), route);
        }
        for path in [
            "orgs",
            "orgs/xyz/load-data/tokens",
            "orgs/0123456789abcdef/load-data/tokens/0",
            "orgs/0123456789abcdef/load-data/tokens/generate",
            "orgs/0123456789abcdef/load-data/tokens/generate/all-access/x",
            "signin/x",
        ] {
            assert_eq!(Route::parse(path), Route::NotFound);
        }
    }

    #[test]
    fn return_to_never_leaves_the_page() {
        const LIST: &str = "orgs/0123456789abcdef/load-data/tokens";
        let good = [
            "",
            "?x=%2F",
            LIST,
            &[LIST, "?status=active&searchTerm=/.%5C%0A//"].concat(),
        ]
        .map(str::to_owned);
        for path in good {
            for base in ["/", "/tokens/"] {
                assert!(stays_here(&[base, &path].concat(), base), "{base} {path}");
            }
        }
        for bad in [
            "",
            "https://evil.example",
            "https:/evil.example",
            "https:evil.example",
            "//evil.example",
            "//",
            "///evil.example",
            "//orgs/0123456789abcdef/load-data/tokens",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "/\r\n/evil.example",
            "/?\t",
            "/?\u{2028}",
            "javascript:x",
            "java\nscript:x",
            "data:text/html,x",
            "blob:http://evil.example/x",
            "/signin",
            "/signin?returnTo=/x",
            "/onboarding",
            "/a/../../x",
            "/./../..//evil.example",
            "/%2e%2e/x",
            "/%2E./x",
            "/%2f/evil.example",
            "/%5cevil.example",
            "/%09/evil.example",
            "/@evil.example",
            "/api/v2/signout",
        ] {
            assert!(!stays_here(bad, "/"), "{bad}");
        }
        for bad in [
            "/other/",
            "/tokens",
            "/tokens/%2e%2e/other",
            "/tokens/.%2E/other",
            "/tokens//evil.example",
        ] {
            assert!(!stays_here(bad, "/tokens/"), "{bad}");
        }
    }
}
