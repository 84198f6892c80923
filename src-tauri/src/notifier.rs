//! Shows alerts as the desktop's notifications. A click on one opens the window at the place, where the desktop tells of
//! clicks.

use std::{io, sync::mpsc::Receiver, thread};

use baton_sync_loop::Alert;
use notify_rust::{Notification, error::Result};
use tauri::AppHandle;

use crate::window;

/// Shows every alert for as long as the app runs.
pub(crate) fn start(app: AppHandle, alerts: Receiver<Alert>) -> io::Result<()> {
    let show_all = move || alerts.into_iter().for_each(|alert| show(&app, alert));
    thread::Builder::new().name("alerts".to_owned()).spawn(show_all)?;
    Ok(())
}

/// On a thread of its own: the desktop may take its time, or have no notifications at all.
fn show(app: &AppHandle, alert: Alert) {
    let app = app.clone();
    let started = thread::Builder::new().name("notifier".to_owned()).spawn(move || {
        if let Err(error) = show_and_wait(&app, &alert) {
            tracing::info!(%error, "the desktop shows no notification; the activity tells it too");
        }
    });
    if let Err(error) = started {
        tracing::warn!(%error, "no notification was shown");
    }
}

/// Waits until the notification was clicked or is gone.
#[cfg(target_os = "linux")]
fn show_and_wait(app: &AppHandle, alert: &Alert) -> Result<()> {
    let shown = notification(alert).action(CLICKED, "Open Baton").show()?;
    shown.wait_for_action(|action| {
        if action == CLICKED {
            window::open_soon_at(app, place(alert));
        }
    });
    Ok(())
}

/// Elsewhere the desktop brings the app to the front by itself, or does not tell.
#[cfg(not(target_os = "linux"))]
fn show_and_wait(_: &AppHandle, alert: &Alert) -> Result<()> {
    notification(alert).show().map(drop)
}

/// What the desktop calls a click on the notification itself.
#[cfg(target_os = "linux")]
const CLICKED: &str = "default";

/// Where in the window a person sees more about it, and can do something.
#[cfg(target_os = "linux")]
fn place(alert: &Alert) -> String {
    match alert {
        Alert::StuckLease { agent_id, .. } => window::take_over_place(agent_id),
        Alert::LeaseLost { .. } | Alert::LeaseWanted { .. } => window::LEASES.to_owned(),
        Alert::SilentDevice { .. } | Alert::CopiedData { .. } | Alert::FolderUnavailable { .. } => {
            window::DEVICES.to_owned()
        }
        Alert::DoubleRun { .. } => window::ACTIVITY.to_owned(),
    }
}

fn notification(alert: &Alert) -> Notification {
    let mut notification = Notification::new();
    notification.appname("Baton").summary(&one_line(&alert.title()));
    notification.body(&escaped(&one_line(&alert.words())));
    #[cfg(windows)]
    notification.app_id("dev.baton.desktop");
    notification
}

/// Names come from other devices.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// On Linux a notification's body is markup.
fn escaped(text: &str) -> String {
    if cfg!(target_os = "linux") {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn names_of_other_devices_are_no_markup() {
        let alert = Alert::LeaseLost {
            agent_id: "mail\n".to_owned(),
            epoch: 1,
            holder: Some("<b>Mac & Book</b>".to_owned()),
        };
        let shown = notification(&alert);
        assert_eq!(shown.summary, "This device lost the lease of mail ");
        assert!(
            shown.body.contains("&lt;b&gt;Mac &amp; Book&lt;/b&gt;"),
            "{}",
            shown.body
        );
    }
}
