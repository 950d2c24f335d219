//! JSON as the contract has it: written with tabs, read leniently.

mod decode;
mod encode;

pub use decode::{DecodeError, Fields};
pub use encode::{append_at_depth, to_vec};
