//! Ids in SQLite columns.

use influx_api::Id;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

const TOP_BIT: u64 = 1 << 63;

/// An id as SQLite keeps it: signed, with the top bit flipped, so that the order stays that of the unsigned number.
#[derive(Clone, Copy)]
pub(crate) struct Key(pub(crate) Id);

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok((self.0.get() ^ TOP_BIT).cast_signed().into())
    }
}

impl FromSql for Key {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?.cast_unsigned() ^ TOP_BIT;
        Id::new(number).map(Self).ok_or(FromSqlError::InvalidType)
    }
}
