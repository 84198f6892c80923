//! Shows alerts as the desktop's notifications.

use std::thread;

use baton_sync_loop::Alert;
use notify_rust::Notification;

/// Shows an alert. On a thread of its own: the desktop may take its time, or have no notifications at all.
pub(crate) fn show(alert: Alert) {
    let started = thread::Builder::new().name("notifier".to_owned()).spawn(move || {
        if let Err(error) = notification(&alert).show() {
            tracing::info!(%error, "the desktop shows no notification; the activity tells it too");
        }
    });
    if let Err(error) = started {
        tracing::warn!(%error, "no notification was shown");
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
