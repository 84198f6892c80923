//! What shows file dialogs for apps that ask the desktop's portal for them.

use std::{
    collections::{HashMap, VecDeque},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use zbus::{
    Connection,
    blocking::{self, connection::Builder},
    interface,
    message::Header,
    object_server::ResponseDispatchNotifier,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use crate::desk::Desk;

const PORTAL: &str = "/org/freedesktop/portal/desktop";

/// A person in front of the portal's file dialogs, who knows beforehand what to answer.
pub struct FileChooser {
    answers: Answers,
    asked: Arc<Mutex<Vec<String>>>,
    _connection: blocking::Connection,
}

/// Where to save, one for each dialog; none is Cancel.
type Answers = Arc<Mutex<VecDeque<Option<PathBuf>>>>;

impl FileChooser {
    pub fn start(desk: &Desk) -> Self {
        let (answers, asked) = (Answers::default(), Arc::default());
        let served = Dialogs {
            answers: Arc::clone(&answers),
            asked: Arc::clone(&asked),
        };
        let connection = Builder::address(desk.bus.as_str())
            .and_then(|builder| builder.name("org.freedesktop.portal.Desktop"))
            .and_then(|builder| builder.serve_at(PORTAL, served))
            .and_then(|builder| builder.serve_at(PORTAL, NoProxies))
            .and_then(Builder::build);
        Self {
            answers,
            asked,
            _connection: connection.unwrap(),
        }
    }

    /// The next dialog is answered with this file; without one it is cancelled.
    pub fn answer(&self, file: Option<&Path>) {
        self.answers.lock().unwrap().push_back(file.map(Path::to_owned));
    }

    /// The names that the dialogs so far proposed.
    pub fn proposed(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

struct Dialogs {
    answers: Answers,
    asked: Arc<Mutex<Vec<String>>>,
}

#[interface(name = "org.freedesktop.portal.FileChooser")]
impl Dialogs {
    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        3
    }

    fn save_file(
        &self,
        _parent: &str,
        _title: &str,
        options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] connection: &Connection,
    ) -> ResponseDispatchNotifier<OwnedObjectPath> {
        let text = |name: &str| <&str>::try_from(&options[name]).unwrap().to_owned();
        self.asked.lock().unwrap().push(text("current_name"));
        // A dialog that nobody expects is cancelled.
        let answer = self.answers.lock().unwrap().pop_front().flatten();
        let asker = header.sender().unwrap().to_string();
        let path = asker.trim_start_matches(':').replace('.', "_");
        let request = format!("{PORTAL}/request/{path}/{}", text("handle_token"));
        let request = OwnedObjectPath::try_from(request).unwrap();
        let (reply, is_sent) = ResponseDispatchNotifier::new(request.clone());
        let bus = connection.clone();
        let respond = async move {
            is_sent.await;
            respond(&bus, &asker, &request, answer.as_deref()).await;
        };
        connection.executor().spawn(respond, "answer a dialog").detach();
        reply
    }
}

/// Whoever asks the portal for dialogs asks it for the way into the network too: the web view reaches its inspector so.
struct NoProxies;

#[interface(name = "org.freedesktop.portal.ProxyResolver")]
impl NoProxies {
    fn lookup(&self, _uri: &str) -> Vec<String> {
        vec!["direct://".to_owned()]
    }
}

/// Tells the app, and nobody else, what the person did: it listens to nothing that is said to all.
async fn respond(bus: &Connection, asker: &str, request: &OwnedObjectPath, file: Option<&Path>) {
    let uris: Vec<_> = file.iter().map(|file| format!("file://{}", file.display())).collect();
    let results = HashMap::from([("uris", Value::from(uris))]);
    let response = (u32::from(file.is_none()), results);
    let interface = "org.freedesktop.portal.Request";
    let sent = bus.emit_signal(Some(asker), request, interface, "Response", &response);
    sent.await.unwrap();
}
