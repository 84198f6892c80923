//! Tells the other devices before this machine falls asleep, and after it woke up, so that they need not wait for it.
//! systemd's login manager gives that notice; elsewhere only waking up is noticed, by the clocks.

use std::{
    io,
    sync::{Arc, mpsc::channel},
    thread,
    time::Duration,
};

use zbus::{blocking::Connection, zvariant::OwnedFd};

use crate::host::Host;

/// How long falling asleep is held up. The login manager waits five seconds.
const LONGEST: Duration = Duration::from_secs(4);

#[zbus::proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1"
)]
trait LoginManager {
    /// Falling asleep waits until the answer is dropped.
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;

    /// The machine falls asleep (`start`), or woke up.
    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
}

/// Listens for as long as the app runs.
pub(crate) fn start(host: Arc<Host>) -> io::Result<()> {
    let listen = move || {
        if let Err(error) = listen(&host) {
            tracing::info!(%error, "nobody says when this machine falls asleep");
        }
    };
    thread::Builder::new().name("suspend".to_owned()).spawn(listen)?;
    Ok(())
}

fn listen(host: &Host) -> zbus::Result<()> {
    let manager = LoginManagerProxyBlocking::new(&Connection::system()?)?;
    let signals = manager.receive_prepare_for_sleep()?;
    let mut delay = Some(delay(&manager)?);
    for signal in signals {
        let falls_asleep = *signal.args()?.start();
        announce(host, falls_asleep);
        delay = if falls_asleep {
            drop(delay);
            None
        } else {
            self::delay(&manager).ok()
        };
    }
    Ok(())
}

fn delay(manager: &LoginManagerProxyBlocking<'_>) -> zbus::Result<OwnedFd> {
    manager.inhibit(
        "sleep",
        "Baton",
        "Tells your other devices that this one sleeps",
        "delay",
    )
}

/// Has the loop say it, and waits until it is said or time is up.
fn announce(host: &Host, away: bool) {
    let Some(sync_loop) = host.sync_loop() else { return };
    let (said, answer) = channel();
    // Nobody waits for an answer that comes too late.
    sync_loop.set_away(away, Box::new(move |outcome| drop(said.send(outcome))));
    match answer.recv_timeout(LONGEST) {
        Ok(Ok(())) => tracing::info!(away, "the other devices are told"),
        Ok(Err(error)) => tracing::info!(%error, away, "the other devices were not told"),
        Err(_) => tracing::info!(away, "telling the other devices takes too long"),
    }
}
