//! The store's promises that cannot be seen over HTTP.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::mpsc::channel;

use tempfile::TempDir;

use super::{Options, Org, Store, StoreError, Time, ids};

fn open(directory: &TempDir) -> Store {
    let options = Options {
        directory: directory.path().to_owned(),
        hash_tokens: true,
    };
    Store::open(&options).unwrap()
}

fn org(name: &str) -> Org {
    Org {
        id: ids::random().unwrap(),
        name: name.to_owned(),
        description: String::new(),
        created_at: Time(1),
        updated_at: Time(1),
    }
}

fn names(store: &Store) -> Vec<String> {
    let orgs = store.read_at_length(|reader| reader.orgs(None, 0, 100)).unwrap();
    let mut names: Vec<_> = orgs.into_iter().map(|org| org.name).collect();
    names.sort();
    names
}

#[test]
fn of_writes_that_share_a_transaction_only_the_failed_one_is_undone() {
    let directory = TempDir::new().unwrap();
    let store = open(&directory);
    // The first one holds the writer until the others wait behind it.
    let (go, held) = channel::<()>();
    let (results, outcomes) = channel();
    let submit = |name: &'static str, held: Option<std::sync::mpsc::Receiver<()>>| {
        let results = results.clone();
        let write = move |writer: &super::Writer<'_>| {
            if let Some(held) = held {
                held.recv().unwrap();
            }
            writer.insert_org(&org(name))?;
            match name {
                "refused" => Err(StoreError::Closed),
                "panics" => panic!("on purpose"),
                _ => Ok(()),
            }
        };
        let reply = move |result: Result<(), StoreError>| results.send((name, result.is_ok())).unwrap();
        store.submit(write, reply).unwrap();
    };
    submit("a", Some(held));
    for name in ["b", "refused", "a", "panics", "c"] {
        submit(name, None);
    }
    assert!(
        outcomes.try_recv().is_err(),
        "nothing is answered before it is on disk"
    );
    go.send(()).unwrap();
    let outcomes: Vec<_> = outcomes.iter().take(6).collect();
    assert_eq!(
        outcomes,
        [
            ("a", true),
            ("b", true),
            ("refused", false),
            ("a", false),
            ("panics", false),
            ("c", true)
        ]
    );
    assert_eq!(names(&store), ["a", "b", "c"]);
}

#[test]
fn a_write_that_panics_leaves_the_store_working() {
    let directory = TempDir::new().unwrap();
    let store = open(&directory);
    let result: Result<(), StoreError> = store.write_blocking(|writer| {
        writer.insert_org(&org("half"))?;
        panic!("on purpose");
    });
    assert!(result.is_err());
    store
        .write_blocking(|writer| writer.insert_org(&org("after")))
        .unwrap();
    assert_eq!(names(&store), ["after"]);
}

#[test]
fn a_reader_sees_one_moment() {
    let directory = TempDir::new().unwrap();
    let store = open(&directory);
    let seen = store.read_at_length(|reader| {
        let before = reader.orgs(None, 0, 100)?.len();
        store.write_blocking(|writer| writer.insert_org(&org("new")))?;
        Ok::<_, StoreError>((before, reader.orgs(None, 0, 100)?.len()))
    });
    assert_eq!(seen.unwrap(), (0, 0));
    assert_eq!(names(&store), ["new"]);
}

#[test]
fn closing_finishes_what_is_queued() {
    let directory = TempDir::new().unwrap();
    let store = open(&directory);
    for number in 0..50 {
        let write = move |writer: &super::Writer<'_>| writer.insert_org(&org(&format!("org {number}")));
        store
            .submit(write, |result: Result<(), StoreError>| result.unwrap())
            .unwrap();
    }
    drop(store);
    assert_eq!(names(&open(&directory)).len(), 50);
}

#[test]
fn sets_of_permissions_are_kept_once_and_as_long_as_used() {
    use super::NewAuthorization;
    let directory = TempDir::new().unwrap();
    let store = open(&directory);
    let count = || {
        let sql = "SELECT count(*) FROM permission_sets";
        store
            .read_at_length(|reader| Ok::<i64, StoreError>(reader.conn.query_row(sql, [], |row| row.get(0))?))
            .unwrap()
    };
    let some_id = ids::random().unwrap();
    let made: Vec<_> = (0..3)
        .map(|number| {
            let id = ids::snowflake();
            let new = NewAuthorization {
                id,
                token: format!("secret {number}"),
                active: true,
                description: String::new(),
                org_id: some_id,
                user_id: some_id,
                permissions: influx_api::operator_permissions(),
                created_at: Time(1),
                updated_at: Time(1),
            };
            store
                .write_blocking(move |writer| writer.insert_authorization(&new))
                .unwrap();
            id
        })
        .collect();
    for (id, left) in made.into_iter().zip([1, 1, 0]) {
        assert_eq!(count(), 1);
        let deleted = store.write_blocking(move |writer| {
            let found = writer.authorization(id)?.unwrap();
            writer.delete_authorization(&found)
        });
        deleted.unwrap();
        assert_eq!(count(), left);
    }
}
