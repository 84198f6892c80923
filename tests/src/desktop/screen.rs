//! The windows that a person sees, and the mouse.

use x11rb::{
    connection::Connection as _,
    protocol::{
        xproto::{
            AtomEnum, ClientMessageEvent, ConfigureWindowAux, ConnectionExt as _, EventMask, ImageFormat, MapState,
        },
        xtest::ConnectionExt as _,
    },
    rust_connection::RustConnection,
};

pub use x11rb::protocol::xproto::Window;

use crate::eventually;

use super::{desk::Desk, looks::Looks};

/// The windows on a desk's display.
pub struct Screen {
    connection: RustConnection,
    root: Window,
}

/// A turn of the mouse's wheel by one notch, by the number of the button that X11 makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wheel {
    /// Towards the top.
    Up = 4,
    /// Towards the end.
    Down = 5,
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
        self.window_titled("Baton")
    }

    /// The window of this title, if it is shown.
    pub fn window_titled(&self, title: &str) -> Option<Window> {
        let tree = self.connection.query_tree(self.root).unwrap().reply().ok()?;
        tree.children
            .into_iter()
            .find(|window| self.is_shown(*window, title).unwrap_or(false))
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

    /// How a window looks now; nothing when it is gone.
    pub fn looks(&self, window: Window) -> Option<Looks> {
        let [x, y, width, height] = self.bounds(window)?;
        let near = |place: i32| i16::try_from(place).ok();
        let long = |size: i32| u16::try_from(size).ok();
        let (width, height) = (long(width)?, long(height)?);
        let format = ImageFormat::Z_PIXMAP;
        let image = self
            .connection
            .get_image(format, self.root, near(x)?, near(y)?, width, height, !0);
        Some(Looks::new(width, height, image.ok()?.reply().ok()?.data))
    }

    /// Turns the wheel with the mouse over the right half of a window.
    pub fn turn(&self, window: Window, wheel: Wheel) {
        const MOTION: u8 = 6;
        const PRESS: u8 = 4;
        const RELEASE: u8 = 5;
        let [x, y, width, height] = self.bounds(window).unwrap();
        let place = |start: i32, size: i32| i16::try_from(start + size).unwrap();
        let (x, y) = (place(x, width * 3 / 4), place(y, height / 2));
        for (event, detail) in [(MOTION, 0), (PRESS, wheel as u8), (RELEASE, wheel as u8)] {
            let sent = self.connection.xtest_fake_input(event, detail, 0, self.root, x, y, 0);
            sent.unwrap().check().unwrap();
        }
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

    fn is_shown(&self, window: Window, title: &str) -> Option<bool> {
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
        Some(shown && name.ok()?.reply().ok()?.value == title.as_bytes())
    }
}
