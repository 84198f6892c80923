use tauri::{
    AppHandle, Wry,
    menu::{Menu, MenuItem, Submenu},
};

use super::action::Action;

/// Lines that are part of a menu only while they say something: an item cannot be hidden. The items themselves are made
/// once and kept.
pub(super) struct Lines {
    items: Vec<MenuItem<Wry>>,
}

impl Lines {
    pub(super) fn build(app: &AppHandle, count: usize, action: fn(usize) -> Action) -> tauri::Result<Self> {
        let item = |index| MenuItem::with_id(app, action(index).id(), "", true, None::<&str>);
        let items = (0..count).map(item).collect::<tauri::Result<_>>()?;
        Ok(Self { items })
    }

    /// Changes what differs between two lists of texts; `from` is the place of the first line.
    pub(super) fn show(&self, menu: &dyn Place, from: usize, old: &[String], new: &[String]) -> tauri::Result<()> {
        for (index, item) in self.items.iter().enumerate() {
            match (old.get(index), new.get(index)) {
                (old, new) if old == new => {}
                (None, Some(text)) => {
                    item.set_text(text)?;
                    menu.put(item, from + index)?;
                }
                (Some(_), Some(text)) => item.set_text(text)?,
                (_, None) => menu.take(item)?,
            }
        }
        Ok(())
    }
}

/// Where lines can be put and taken away.
pub(super) trait Place {
    fn put(&self, item: &MenuItem<Wry>, place: usize) -> tauri::Result<()>;
    fn take(&self, item: &MenuItem<Wry>) -> tauri::Result<()>;
}

impl Place for Menu<Wry> {
    fn put(&self, item: &MenuItem<Wry>, place: usize) -> tauri::Result<()> {
        self.insert(item, place)
    }

    fn take(&self, item: &MenuItem<Wry>) -> tauri::Result<()> {
        self.remove(item)
    }
}

impl Place for Submenu<Wry> {
    fn put(&self, item: &MenuItem<Wry>, place: usize) -> tauri::Result<()> {
        self.insert(item, place)
    }

    fn take(&self, item: &MenuItem<Wry>) -> tauri::Result<()> {
        self.remove(item)
    }
}
