//! The tray item as a panel sees it.

use std::{collections::HashMap, fs::File, io::BufReader, path::Path};

use zbus::{
    blocking::{Connection, Proxy},
    zvariant::{OwnedObjectPath, OwnedValue, Structure, Value},
};

use crate::eventually;

use super::watcher::Item;

/// The tray's menu and icon, as a panel sees them.
#[derive(Clone)]
pub struct Tray {
    connection: Connection,
    item: Item,
    menu: OwnedObjectPath,
}

/// `(id, {property: value}, children)`
type Node = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    id: i32,
    /// What it says.
    pub label: String,
    /// Can it be chosen?
    pub enabled: bool,
    /// The lines of its submenu.
    pub lines: Vec<Line>,
}

impl Tray {
    /// Waits until the item says where its menu is.
    pub fn of(connection: &Connection, item: Item) -> Self {
        let menu = eventually("the tray item's menu", || {
            let proxy = item_proxy(connection, &item);
            proxy.get_property::<OwnedObjectPath>("Menu").ok()
        });
        Self {
            connection: connection.clone(),
            item,
            menu,
        }
    }

    /// The file name of the icon's picture.
    pub fn icon(&self) -> String {
        item_proxy(&self.connection, &self.item)
            .get_property("IconName")
            .unwrap()
    }

    /// The icon's picture as the panel reads it: width, height, pixels.
    pub fn picture(&self) -> Option<Picture> {
        Picture::read(Path::new(&self.icon()))
    }

    /// The lines of the menu, without separators; empty when the app is gone.
    pub fn lines(&self) -> Vec<Line> {
        let properties: [&str; 0] = [];
        let layout: zbus::Result<(u32, Node)> = self.proxy().call("GetLayout", &(0_i32, -1_i32, properties.as_slice()));
        let children = layout.map(|(_, (_, _, children))| children).unwrap_or_default();
        children.into_iter().filter_map(line).collect()
    }

    /// The status line.
    pub fn status(&self) -> String {
        self.lines().first().map(|line| line.label.clone()).unwrap_or_default()
    }

    /// Waits until the status line begins like this.
    pub fn wait_for_status(&self, start: &str) {
        let mut last = String::new();
        let look = || {
            last = self.status();
            last.starts_with(start).then_some(())
        };
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            eventually(&format!("the status \"{start}…\""), look);
        }));
        assert!(told.is_ok(), "the status was \"{last}\"");
    }

    /// The labels of a submenu.
    pub fn labels_in(&self, submenu: &str) -> Vec<String> {
        let lines = self.lines().into_iter().find(|line| line.label == submenu);
        let lines = lines.into_iter().flat_map(|line| line.lines);
        lines.map(|line| line.label).collect()
    }

    /// Waits until a line of this label can be chosen, and chooses it.
    pub fn click(&self, label: &str) {
        self.click_line(label, || self.lines());
    }

    /// The same in a submenu that can be opened.
    pub fn click_in(&self, submenu: &str, label: &str) {
        self.click_line(label, || {
            let open = self
                .lines()
                .into_iter()
                .filter(|line| line.label == submenu && line.enabled);
            open.flat_map(|line| line.lines).collect()
        });
    }

    fn click_line(&self, label: &str, lines: impl Fn() -> Vec<Line>) {
        let line = eventually(&format!("the menu line \"{label}\""), || {
            lines().into_iter().find(|line| line.label == label && line.enabled)
        });
        let event = (line.id, "clicked", Value::I32(0), 0_u32);
        self.proxy().call::<_, _, ()>("Event", &event).unwrap();
    }

    fn proxy(&self) -> Proxy<'_> {
        let name = self.item.bus_name.as_str();
        Proxy::new(&self.connection, name, &self.menu, "com.canonical.dbusmenu").unwrap()
    }
}

/// Width, height and colours of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    size: (u32, u32),
    pixels: Vec<u8>,
}

impl Picture {
    /// Reads a PNG; `None` while there is none.
    pub fn read(path: &Path) -> Option<Self> {
        let mut reader = png::Decoder::new(BufReader::new(File::open(path).ok()?))
            .read_info()
            .ok()?;
        let mut pixels = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut pixels).ok()?;
        pixels.truncate(frame.buffer_size());
        // What cannot be seen has no colour.
        for pixel in pixels.chunks_exact_mut(4).filter(|pixel| pixel[3] == 0) {
            pixel.fill(0);
        }
        Some(Self {
            size: (frame.width, frame.height),
            pixels,
        })
    }
}

fn item_proxy<'a>(connection: &Connection, item: &'a Item) -> Proxy<'a> {
    let (name, path) = (item.bus_name.as_str(), item.path.as_str());
    Proxy::new(connection, name, path, "org.kde.StatusNotifierItem").unwrap()
}

/// `(id, {property: value}, children)`; an absent property has its default.
fn line(child: OwnedValue) -> Option<Line> {
    let structure = Structure::try_from(child).ok()?;
    let [id, properties, children] = structure.fields() else {
        return None;
    };
    let id: i32 = id.try_into().ok()?;
    let properties: HashMap<String, OwnedValue> = properties.try_clone().ok()?.try_into().ok()?;
    let children: Vec<OwnedValue> = children.try_clone().ok()?.try_into().ok()?;
    let text = |name: &str| properties.get(name).and_then(|value| <&str>::try_from(value).ok());
    let enabled = properties
        .get("enabled")
        .is_none_or(|value| bool::try_from(value).unwrap_or(true));
    (text("type") != Some("separator")).then(|| Line {
        id,
        // A single underline marks an access key, a double one stands for itself.
        label: text("label").unwrap_or_default().replace("__", "_"),
        enabled,
        lines: children.into_iter().filter_map(line).collect(),
    })
}
