-- Ids are 64-bit and unsigned; they are kept in SQLite's signed integers with the top bit flipped, so that
-- they sort as they should. Times are nanoseconds since 1970.

CREATE TABLE orgs (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
    id             INTEGER PRIMARY KEY,
    name           TEXT NOT NULL UNIQUE,
    active         INTEGER NOT NULL CHECK (active IN (0, 1)),
    -- An argon2id string; without one the user cannot sign in.
    password       TEXT,
    -- The first user owns the whole server.
    instance_owner INTEGER NOT NULL CHECK (instance_owner IN (0, 1))
) STRICT;

CREATE TABLE members (
    org_id  INTEGER NOT NULL REFERENCES orgs (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role    TEXT NOT NULL CHECK (role IN ('owner', 'member')),
    PRIMARY KEY (user_id, org_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_of_org ON members (org_id);

CREATE TABLE buckets (
    id                INTEGER PRIMARY KEY,
    org_id            INTEGER NOT NULL REFERENCES orgs (id) ON DELETE CASCADE,
    name              TEXT NOT NULL,
    system            INTEGER NOT NULL CHECK (system IN (0, 1)),
    description       TEXT NOT NULL,
    retention_seconds INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    UNIQUE (org_id, name)
) STRICT;

CREATE TABLE telegrafs (
    id          INTEGER PRIMARY KEY,
    org_id      INTEGER NOT NULL REFERENCES orgs (id) ON DELETE CASCADE,
    name        TEXT NOT NULL,
    description TEXT NOT NULL,
    config      TEXT NOT NULL,
    -- A JSON array of bucket names.
    buckets     TEXT NOT NULL
) STRICT;
CREATE INDEX telegrafs_of_org ON telegrafs (org_id);

-- Most tokens share a few sets of permissions, so a set is kept once.
CREATE TABLE permission_sets (
    id          INTEGER PRIMARY KEY,
    digest      BLOB NOT NULL UNIQUE,
    -- One permission a line, in the form of the server's messages, in the order they were asked for.
    permissions TEXT NOT NULL
) STRICT;

-- No foreign keys to orgs and users: deleting those leaves their tokens behind, as orphans.
CREATE TABLE authorizations (
    id             INTEGER PRIMARY KEY,
    -- The secret itself, only while hashing is off; otherwise its hash.
    token          TEXT UNIQUE,
    token_hash     TEXT UNIQUE,
    active         INTEGER NOT NULL CHECK (active IN (0, 1)),
    description    TEXT NOT NULL,
    org_id         INTEGER NOT NULL,
    user_id        INTEGER NOT NULL,
    permission_set INTEGER NOT NULL REFERENCES permission_sets (id),
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    CHECK ((token IS NULL) <> (token_hash IS NULL))
) STRICT;
CREATE INDEX authorizations_of_org ON authorizations (org_id);
CREATE INDEX authorizations_of_user ON authorizations (user_id);
CREATE INDEX authorizations_of_user_by_set ON authorizations (user_id, permission_set);
CREATE INDEX authorizations_of_set ON authorizations (permission_set);
