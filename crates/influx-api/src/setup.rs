//! Setting up the first user (§4.4).

use serde::{Deserialize, Serialize};

use crate::{Issued, Org, User};

/// What `GET /api/v2/setup` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub struct SetupStatus {
    /// True while there are no users and no organizations.
    pub allowed: bool,
}

/// What `POST /api/v2/setup` takes.
#[derive(Serialize)]
pub struct Setup<'a> {
    /// The first user's name.
    pub username: &'a str,
    /// 8 to 72 bytes.
    pub password: &'a str,
    /// The first organization's name.
    pub org: &'a str,
    /// The first bucket's name.
    pub bucket: &'a str,
}

/// What it gives: the only time the operator token's secret is told.
#[derive(Deserialize)]
pub struct SetupDone {
    /// The first user.
    pub user: User,
    /// The first organization.
    pub org: Org,
    /// The operator token.
    pub auth: Issued,
}
