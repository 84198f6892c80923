use std::sync::Arc;

use baton_contract::{
    ErrorCode, KeepView, LogLevelView, NotificationsView, RetentionView, SettingsPatch, SettingsView, StartAtLogin,
};
use baton_engine::{Keep, Retention};
use tauri::{AppHandle, State};

use super::{Answer, ask, error};
use crate::{
    autostart,
    host::Host,
    log,
    settings::{LogLevel, Notifications, Settings, SilentDays},
};

type Shared<'a> = State<'a, Arc<Host>>;

#[tauri::command]
pub(super) async fn settings(app: AppHandle, host: Shared<'_>) -> Answer<SettingsView> {
    Ok(view(&app, &host).await)
}

/// What makes no sense is refused before anything is changed.
#[tauri::command]
pub(super) async fn change_settings(app: AppHandle, host: Shared<'_>, patch: SettingsPatch) -> Answer<SettingsView> {
    let name = patch.device_name.as_deref().map(name).transpose()?;
    let silent_days = patch.silent_days.map(days).transpose()?;
    let keep = patch.retention.map(keep).transpose()?;
    if let Some(name) = name {
        rename(&host, name).await?;
    }
    if let Some(conversations) = keep {
        let set = ask(&host, |sync_loop, reply| {
            sync_loop.query(
                move |subsystem| subsystem.set_retention(Retention { conversations }),
                reply,
            );
        });
        set.await?;
    }
    if let Some(on) = patch.start_at_login {
        autostart::switch(&app, on).map_err(|cause| cannot_start_at_login(&cause))?;
    }
    let chosen = host.choose(|settings| {
        set(&mut settings.notifications, patch.notifications.map(notifications));
        set(&mut settings.silent_days, silent_days);
        set(&mut settings.log_level, patch.log_level.map(level));
        set(&mut settings.list_quiet_rounds, patch.list_quiet_rounds);
    });
    chosen.map_err(|cause| error::of_settings(&cause))?;
    Ok(view(&app, &host).await)
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

/// The loop first: it tells the other devices. Without one the name is only kept.
async fn rename(host: &Host, name: String) -> Answer<()> {
    if host.sync_loop().is_some() {
        let new = name.clone();
        ask(host, |sync_loop, reply| sync_loop.rename(new, reply)).await?;
    }
    let kept = host.choose(|settings| settings.device_name = Some(name));
    kept.map_err(|cause| error::of_settings(&cause))
}

async fn view(app: &AppHandle, host: &Host) -> SettingsView {
    view_of(host, autostart::state(app)).await
}

pub(super) async fn view_of(host: &Host, start_at_login: StartAtLogin) -> SettingsView {
    let settings = host.settings();
    let root = &host.place().root;
    SettingsView {
        device_name: settings.name(),
        relay_path: host.relay_dir().map(|dir| dir.to_string_lossy().into_owned()),
        relay_is_fixed: host.place().relay.is_some(),
        data_path: root.to_string_lossy().into_owned(),
        start_at_login,
        notifications: notifications_view(settings.notifications),
        silent_days: settings.silent_days.get(),
        log_level: level_view(&settings),
        log_level_is_fixed: host.is_log_level_fixed(),
        log_path: log::folder(root).to_string_lossy().into_owned(),
        list_quiet_rounds: settings.list_quiet_rounds,
        retention: retention(host).await,
    }
}

/// None where the data cannot be read: the other settings are shown all the same.
async fn retention(host: &Host) -> Option<RetentionView> {
    let shown = ask(host, |sync_loop, reply| {
        sync_loop.query(
            |subsystem| Ok((subsystem.retention()?, subsystem.hidden_conversations()?)),
            reply,
        );
    });
    let (retention, hidden) = shown.await.ok()?;
    let conversation_days = match retention.conversations {
        Keep::All => None,
        Keep::Days(days) => Some(days.get()),
    };
    Some(RetentionView {
        conversation_days,
        hidden,
    })
}

/// Names longer than this do not fit where other devices show them.
const LONGEST_NAME: usize = 64;

/// A device's name, as it can be shown everywhere.
pub(super) fn name(text: &str) -> Answer<String> {
    let name = text.trim();
    let is_one = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.contains(char::is_control);
    is_one.then(|| name.to_owned()).ok_or_else(|| {
        let message = format!("A device's name has 1 to {LONGEST_NAME} characters, in one line.");
        error::refused(ErrorCode::BadRequest, message, "Give it another name.")
    })
}

fn days(days: u16) -> Answer<SilentDays> {
    SilentDays::try_from(days).map_err(|cause| error::refused(ErrorCode::BadRequest, cause, "Give another number."))
}

fn keep(keep: KeepView) -> Answer<Keep> {
    let text = match keep {
        KeepView::All => return Ok(Keep::All),
        KeepView::Days { days } => days.to_string(),
    };
    let keep = text.parse::<Keep>();
    keep.map_err(|cause| error::refused(ErrorCode::BadRequest, cause.to_string(), "Give another number."))
}

fn cannot_start_at_login(cause: &tauri_plugin_autostart::Error) -> baton_contract::IpcError {
    let message = format!("Your login session's list of programs could not be changed: {cause}");
    error::refused(
        ErrorCode::Internal,
        message,
        "Look into your system's settings for what starts at login.",
    )
}

fn notifications(view: NotificationsView) -> Notifications {
    let NotificationsView {
        folder_unavailable,
        copied_data,
        stuck_lease,
        silent_device,
        lease,
        double_run,
    } = view;
    Notifications {
        folder_unavailable,
        copied_data,
        stuck_lease,
        silent_device,
        lease,
        double_run,
    }
}

fn notifications_view(chosen: Notifications) -> NotificationsView {
    let Notifications {
        folder_unavailable,
        copied_data,
        stuck_lease,
        silent_device,
        lease,
        double_run,
    } = chosen;
    NotificationsView {
        folder_unavailable,
        copied_data,
        stuck_lease,
        silent_device,
        lease,
        double_run,
    }
}

fn level(view: LogLevelView) -> LogLevel {
    match view {
        LogLevelView::Error => LogLevel::Error,
        LogLevelView::Warn => LogLevel::Warn,
        LogLevelView::Info => LogLevel::Info,
        LogLevelView::Debug => LogLevel::Debug,
    }
}

fn level_view(settings: &Settings) -> LogLevelView {
    match settings.log_level {
        LogLevel::Error => LogLevelView::Error,
        LogLevel::Warn => LogLevelView::Warn,
        LogLevel::Info => LogLevelView::Info,
        LogLevel::Debug => LogLevelView::Debug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in ["", "  ", "two\nlines", &"x".repeat(65)] {
            assert_eq!(name(text).unwrap_err().code, ErrorCode::BadRequest, "{text}");
        }
        assert_eq!(name(" Ada's desk ").unwrap(), "Ada's desk");
        assert_eq!(days(0).unwrap_err().code, ErrorCode::BadRequest);
        let most = |days| keep(KeepView::Days { days });
        assert!(most(0).is_err() && most(36_501).is_err() && most(90).is_ok());
        assert_eq!(keep(KeepView::All).unwrap(), Keep::All);
    }
}
