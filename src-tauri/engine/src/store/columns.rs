//! How the engine's types stand in SQLite columns.

use rusqlite::{
    ToSql,
    types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef},
};

use crate::{
    fold::OpRow,
    op::{DeviceId, Epoch, Hlc, OpId, Scope, Seq, Surface},
};

/// An unsigned number of which any value may come from a stranger; its order survives in a signed column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ordered(pub u64);

const HIGH_BIT: u64 = 1 << 63;

impl ToSql for Ordered {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok((self.0 ^ HIGH_BIT).cast_signed().into())
    }
}

impl FromSql for Ordered {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self(i64::column_result(value)?.cast_unsigned() ^ HIGH_BIT))
    }
}

impl ToSql for Epoch {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok((self.0 ^ HIGH_BIT).cast_signed().into())
    }
}

impl FromSql for Epoch {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ordered::column_result(value).map(|ordered| Self(ordered.0))
    }
}

impl ToSql for Seq {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(i64::try_from(self.0)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?
            .into())
    }
}

impl FromSql for Seq {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = i64::column_result(value)?;
        u64::try_from(number)
            .map(Self)
            .map_err(|_| FromSqlError::OutOfRange(number))
    }
}

impl ToSql for OpRow {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for OpRow {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

impl ToSql for OpId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_slice().into())
    }
}

impl FromSql for OpId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 16]>::column_result(value).map(Self)
    }
}

impl ToSql for DeviceId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl FromSql for DeviceId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(Self::from)
    }
}

impl FromSql for Scope {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::from_tag(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

impl FromSql for Surface {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::from_tag(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

/// Reads a stamp from three columns that start at `first`: wall, counter, device id.
pub(super) fn stamp(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Hlc> {
    Ok(Hlc {
        wall_ms: row.get::<_, Ordered>(first)?.0,
        counter: row.get(first + 1)?,
        device_id: row.get(first + 2)?,
    })
}

/// A count or a time in milliseconds, which SQLite keeps signed.
pub(super) fn count(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    Ok(u64::try_from(number).unwrap_or(0))
}

/// The other way round; a number beyond the signed range stands as the largest.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
