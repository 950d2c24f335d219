//! JSON as the contract has it: written with tabs, read leniently.

mod decode;
mod encode;
mod object;

pub use decode::{DecodeError, Fields};
pub use encode::to_vec;
pub use object::{Object, append_array};
