//! Reports of a comparison (对比): the table of what every change did.

mod table;

pub use table::write_changes;
