//! The real app on a display, a session bus and a panel of its own, driven the way a person's desktop does it.

pub mod app;
pub mod baton;
pub mod clipboard;
pub mod dbus_menu;
pub mod desk;
pub mod looks;
pub mod page;
pub mod processes;
pub mod screen;
pub mod watcher;
