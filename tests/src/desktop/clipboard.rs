//! The clipboard as another app reads it.

use x11rb::{
    connection::Connection as _,
    protocol::{
        Event,
        xproto::{AtomEnum, ConnectionExt as _, CreateWindowAux, Window, WindowClass},
    },
    rust_connection::RustConnection,
};

use crate::eventually;

use super::desk::Desk;

/// The text that somebody put on the clipboard of this desk; nothing when nobody did.
pub fn text(desk: &Desk) -> Option<String> {
    let (connection, number) = x11rb::connect(Some(&desk.display)).unwrap();
    let window = window(&connection, connection.setup().roots[number].root);
    let atom = |name: &[u8]| connection.intern_atom(false, name).unwrap().reply().unwrap().atom;
    let (clipboard, utf8, here) = (atom(b"CLIPBOARD"), atom(b"UTF8_STRING"), atom(b"BATON_TEST"));
    connection
        .convert_selection(window, clipboard, utf8, here, x11rb::CURRENT_TIME)
        .unwrap();
    connection.flush().unwrap();
    let given = eventually("an answer about the clipboard", || {
        match connection.poll_for_event().unwrap()? {
            Event::SelectionNotify(event) => Some(event.property != x11rb::NONE),
            _ => None,
        }
    });
    given.then(|| {
        let value = connection.get_property(true, window, here, AtomEnum::ANY, 0, u32::MAX / 4);
        String::from_utf8(value.unwrap().reply().unwrap().value).unwrap()
    })
}

/// Whoever asks for the clipboard needs a window to get it on.
fn window(connection: &RustConnection, root: Window) -> Window {
    let window = connection.generate_id().unwrap();
    let class = WindowClass::INPUT_ONLY;
    let looks = CreateWindowAux::new();
    connection
        .create_window(0, window, root, 0, 0, 1, 1, 0, class, 0, &looks)
        .unwrap();
    window
}
