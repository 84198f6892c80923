//! The windows that a person sees.

use x11rb::{
    connection::Connection as _,
    protocol::xproto::{
        AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _, EventMask, MapState, Window,
    },
    rust_connection::RustConnection,
};

use crate::eventually;

use super::desk::Desk;

/// The windows on a desk's display.
pub struct Screen {
    connection: RustConnection,
    root: Window,
}

impl Screen {
    /// Looks at a desk's display.
    pub fn of(desk: &Desk) -> Self {
        let (connection, number) = x11rb::connect(Some(&desk.display)).unwrap();
        let root = connection.setup().roots[number].root;
        Self { connection, root }
    }

    /// The app's window, if it is shown.
    pub fn window(&self) -> Option<Window> {
        let tree = self.connection.query_tree(self.root).unwrap().reply().ok()?;
        tree.children
            .into_iter()
            .find(|window| self.is_ours(*window).unwrap_or(false))
    }

    /// Waits until the app's window is shown.
    pub fn wait_for_window(&self) -> Window {
        eventually("the app's window", || self.window())
    }

    /// Where a window is on the screen, and how large: x, y, width, height.
    pub fn bounds(&self, window: Window) -> Option<[i32; 4]> {
        let size = self.connection.get_geometry(window).ok()?.reply().ok()?;
        let place = self.connection.translate_coordinates(window, self.root, 0, 0);
        let place = place.ok()?.reply().ok()?;
        let (width, height) = (i32::from(size.width), i32::from(size.height));
        Some([i32::from(place.dst_x), i32::from(place.dst_y), width, height])
    }

    /// Moves and resizes a window, as a window manager does when a person drags it.
    pub fn put(&self, window: Window, [x, y, width, height]: [i32; 4]) {
        let size = |pixels: i32| u32::try_from(pixels).unwrap();
        let to = ConfigureWindowAux::new()
            .x(x)
            .y(y)
            .width(size(width))
            .height(size(height));
        self.connection.configure_window(window, &to).unwrap();
        self.connection.flush().unwrap();
    }

    /// Closes a window the way a window manager does when a person clicks its cross.
    pub fn close(&self, window: Window) {
        let atom = |name: &[u8]| self.connection.intern_atom(false, name).unwrap().reply().unwrap().atom;
        let data = [atom(b"WM_DELETE_WINDOW"), x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, atom(b"WM_PROTOCOLS"), data);
        self.connection
            .send_event(false, window, EventMask::NO_EVENT, message)
            .unwrap();
        self.connection.flush().unwrap();
    }

    fn is_ours(&self, window: Window) -> Option<bool> {
        let shown = self
            .connection
            .get_window_attributes(window)
            .ok()?
            .reply()
            .ok()?
            .map_state
            == MapState::VIEWABLE;
        let name = self
            .connection
            .get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 64);
        Some(shown && name.ok()?.reply().ok()?.value == b"Baton")
    }
}
