//! The panel.

use std::sync::{Arc, Mutex};

use zbus::{blocking::Connection, blocking::connection::Builder, interface, message::Header};

use crate::eventually;

/// A tray item, by where it can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The bus name of the app behind it.
    pub bus_name: String,
    /// The object's path there.
    pub path: String,
}

/// What a desktop's panel is on the bus: where apps register their tray icons.
pub struct Watcher {
    items: Arc<Mutex<Vec<Item>>>,
    /// The connection lives as long as the watcher.
    pub connection: Connection,
}

impl Watcher {
    /// Takes the panel's name on this bus.
    pub fn start(bus: &str) -> Self {
        let items = Arc::new(Mutex::new(Vec::new()));
        let served = Served(Arc::clone(&items));
        let connection = Builder::address(bus)
            .unwrap()
            .name("org.kde.StatusNotifierWatcher")
            .unwrap()
            .serve_at("/StatusNotifierWatcher", served)
            .unwrap()
            .build()
            .unwrap();
        Self { items, connection }
    }

    /// Waits for the first tray item.
    pub fn item(&self) -> Item {
        eventually("a tray item", || self.items.lock().unwrap().first().cloned())
    }

    /// Forgets the items of apps that have ended.
    pub fn forget(&self) {
        self.items.lock().unwrap().clear();
    }
}

struct Served(Arc<Mutex<Vec<Item>>>);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Served {
    /// Some items give their bus name, some only their path on it.
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let item = match service.starts_with('/') {
            true => Item {
                bus_name: sender,
                path: service.to_owned(),
            },
            false => Item {
                bus_name: service.to_owned(),
                path: "/StatusNotifierItem".to_owned(),
            },
        };
        self.0.lock().unwrap().push(item);
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let items = self.0.lock().unwrap();
        items
            .iter()
            .map(|item| format!("{}{}", item.bus_name, item.path))
            .collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}
