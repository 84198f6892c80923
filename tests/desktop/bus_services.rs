use std::{
    collections::HashMap,
    io::Read,
    os::unix::net::UnixStream,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use zbus::{
    blocking::{Connection, connection::Builder},
    interface,
    zvariant::{OwnedFd, OwnedValue, Value},
};

use crate::{desk::Desk, wait};

/// What shows notifications on a desktop.
pub struct Notifications {
    shown: Arc<Mutex<Vec<(String, String)>>>,
    connection: Connection,
}

impl Notifications {
    pub fn start(desk: &Desk) -> Self {
        let shown = Arc::default();
        let served = Shown(Arc::clone(&shown));
        let connection = Builder::address(desk.bus.as_str())
            .and_then(|builder| builder.name("org.freedesktop.Notifications"))
            .and_then(|builder| builder.serve_at("/org/freedesktop/Notifications", served))
            .and_then(Builder::build);
        Self {
            shown,
            connection: connection.unwrap(),
        }
    }

    /// Title and words of the first notification.
    pub fn first(&self) -> (String, String) {
        wait::until("a notification", || self.shown.lock().unwrap().first().cloned())
    }

    /// Clicks the first notification.
    pub fn click_first(&self) {
        let (path, interface) = ("/org/freedesktop/Notifications", "org.freedesktop.Notifications");
        self.connection
            .emit_signal(None::<&str>, path, interface, "ActionInvoked", &(1_u32, "default"))
            .unwrap();
    }

    pub fn count(&self) -> usize {
        self.shown.lock().unwrap().len()
    }
}

struct Shown(Arc<Mutex<Vec<(String, String)>>>);

#[interface(name = "org.freedesktop.Notifications")]
impl Shown {
    #[expect(clippy::too_many_arguments, reason = "the interface has them")]
    fn notify(
        &self,
        _app: &str,
        _replaces: u32,
        _icon: &str,
        title: &str,
        words: &str,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> u32 {
        assert!(actions.iter().any(|action| action == "default"), "{actions:?}");
        let mut shown = self.0.lock().unwrap();
        shown.push((title.to_owned(), words.to_owned()));
        u32::try_from(shown.len()).unwrap()
    }

    fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "body-markup"].map(str::to_owned).to_vec()
    }
}

/// What puts a machine to sleep, and waits for those who asked for it.
pub struct LoginManager {
    held_up_by: Arc<Mutex<Vec<UnixStream>>>,
    connection: Connection,
}

const PATH: &str = "/org/freedesktop/login1";

impl LoginManager {
    pub fn start(desk: &Desk) -> Self {
        let held_up_by = Arc::default();
        let served = Inhibitors(Arc::clone(&held_up_by));
        let connection = Builder::address(desk.bus.as_str())
            .and_then(|builder| builder.name("org.freedesktop.login1"))
            .and_then(|builder| builder.serve_at(PATH, served))
            .and_then(Builder::build);
        Self {
            held_up_by,
            connection: connection.unwrap(),
        }
    }

    /// Waits until somebody wants to be waited for.
    pub fn wait_for_inhibitor(&self) -> UnixStream {
        wait::until("somebody who holds up sleep", || self.held_up_by.lock().unwrap().pop())
    }

    /// Says that the machine falls asleep, or woke up.
    pub fn say(&self, falls_asleep: bool) {
        let interface = "org.freedesktop.login1.Manager";
        self.connection
            .emit_signal(None::<&str>, PATH, interface, "PrepareForSleep", &(falls_asleep,))
            .unwrap();
    }
}

/// Waits until whoever held up sleep lets go.
pub fn wait_until_released(mut inhibitor: UnixStream) {
    inhibitor.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    assert_eq!(inhibitor.read(&mut [0]).unwrap(), 0);
}

struct Inhibitors(Arc<Mutex<Vec<UnixStream>>>);

#[interface(name = "org.freedesktop.login1.Manager")]
impl Inhibitors {
    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
        assert_eq!((what, mode), ("sleep", "delay"));
        let (ours, theirs) = UnixStream::pair().unwrap();
        self.0.lock().unwrap().push(ours);
        std::os::fd::OwnedFd::from(theirs).into()
    }
}

/// What says which colours a person prefers.
pub struct Portal {
    scheme: Arc<AtomicU32>,
    connection: Connection,
}

impl Portal {
    /// 0: no preference, 1: dark, 2: light.
    pub fn start(desk: &Desk, scheme: u32) -> Self {
        let scheme = Arc::new(AtomicU32::new(scheme));
        let served = Preferences(Arc::clone(&scheme));
        let connection = Builder::address(desk.bus.as_str())
            .and_then(|builder| builder.name("org.freedesktop.portal.Desktop"))
            .and_then(|builder| builder.serve_at("/org/freedesktop/portal/desktop", served))
            .and_then(Builder::build);
        Self {
            scheme,
            connection: connection.unwrap(),
        }
    }

    /// The person prefers other colours from now on.
    pub fn prefer(&self, scheme: u32) {
        self.scheme.store(scheme, Ordering::Relaxed);
        let (path, interface) = ("/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings");
        let changed = ("org.freedesktop.appearance", "color-scheme", Value::U32(scheme));
        self.connection
            .emit_signal(None::<&str>, path, interface, "SettingChanged", &changed)
            .unwrap();
    }
}

struct Preferences(Arc<AtomicU32>);

#[interface(name = "org.freedesktop.portal.Settings")]
impl Preferences {
    fn read(&self, namespace: &str, key: &str) -> OwnedValue {
        assert_eq!((namespace, key), ("org.freedesktop.appearance", "color-scheme"));
        let scheme = Value::U32(self.0.load(Ordering::Relaxed));
        // As real portals answer: wrapped twice.
        Value::Value(Box::new(scheme)).try_into().unwrap()
    }
}
