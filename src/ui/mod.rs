//! Widgets that know nothing of InfluxDB.

pub mod address;
pub mod button;
pub mod clipboard;
pub mod clock;
pub mod context;
pub mod dialog;
pub mod download;
pub mod element;
pub mod focus;
pub mod icon;
pub mod keys;
pub mod length;
pub mod live;
pub mod menu;
pub mod node;
pub mod pressed;
pub mod secret_box;
pub mod secret_field;
pub mod state;
pub mod storage;
pub mod switch;
pub mod timer;
pub mod tip;
