//! Taking back own ops that never left this device.

use rusqlite::{Connection, params};

use super::{
    StoreError, Write, double_runs,
    image::head_at,
    journal::{self, DeviceNo, OP, op},
    records::SqlRecords,
    search,
};
use crate::{
    fold::{Fold, StateHash},
    op::{Epoch, Op, Seq},
};

/// Everything that is folded from the ops held. Double runs stay: their ops need not be held any more.
const FORGET_FOLDED: &str = "
DELETE FROM record; DELETE FROM past_op; DELETE FROM fence; DELETE FROM turn; DELETE FROM turn_batch;
DELETE FROM conversation;
UPDATE state SET turns = 0, conversations = 0, trimmed_wall = -9223372036854775808, trimmed_no = 0;
";

impl Write<'_> {
    /// Own ops from `first` on, in order.
    pub fn own_ops_from(&self, first: Seq) -> Result<Vec<Op>, StoreError> {
        let last = Seq(i64::MAX.cast_unsigned());
        let read = || {
            let no = self.no(&self.device)?;
            journal::range(self.conn, no, (first, last), usize::MAX, usize::MAX)
        };
        read().map_err(self.failed())
    }

    /// Removes own ops from `first` on, as if they had never been recorded. They must lie above the base, and must not
    /// have left this device. Costs as much as there is history: it is what a rare mishap costs.
    pub fn withdraw_from(&mut self, first: Seq) -> Result<(), StoreError> {
        let failed = self.failed();
        let no = self.no(&self.device);
        no.and_then(|no| {
            cut(self.conn, no, first)?;
            self.refold()
        })
        .map_err(failed)
    }

    /// Folds all ops held anew.
    fn refold(&mut self) -> rusqlite::Result<()> {
        let fences = base_fences(self.conn)?;
        self.conn.execute_batch(FORGET_FOLDED)?;
        search::empty(self.conn)?;
        self.hash = StateHash::default();
        self.restart_counts();
        for (agent, epoch) in fences {
            Fold::new(&mut SqlRecords(self.conn), &mut self.hash).raise_fence(&agent, epoch)?;
            let sql = "UPDATE fence SET base_epoch = epoch WHERE agent = ?1";
            self.conn.execute(sql, [agent])?;
        }
        let sql = format!("SELECT {OP}, o.row FROM op o JOIN device d ON d.no = o.device ORDER BY o.row");
        let mut statement = self.conn.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            self.fold(&op(row)?, row.get(8)?)?;
        }
        Ok(())
    }
}

fn cut(conn: &Connection, no: DeviceNo, first: Seq) -> rusqlite::Result<()> {
    double_runs::forget_from(conn, no, first)?;
    let before = first.get().checked_sub(1).map(|seq| head_at(conn, no, Seq(seq)));
    conn.execute("DELETE FROM op WHERE device = ?1 AND seq >= ?2", params![no.0, first])?;
    match before.transpose()?.flatten() {
        Some(head) => journal::set_head(conn, no, &head),
        None => conn
            .execute(
                "UPDATE device SET seq = NULL, head = NULL, wall = NULL, counter = NULL WHERE no = ?1",
                [no.0],
            )
            .map(drop),
    }
}

fn base_fences(conn: &Connection) -> rusqlite::Result<Vec<(String, Epoch)>> {
    let mut statement = conn.prepare("SELECT agent, base_epoch FROM fence WHERE base_epoch IS NOT NULL")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}
