use std::{process::ExitCode, sync::Arc};

use tauri::{AppHandle, Context, Manager, RunEvent, WindowEvent};

#[cfg(target_os = "linux")]
use crate::suspend;
use crate::{
    args::{Args, Place},
    autostart,
    host::Host,
    ipc,
    machine::Machine,
    notifier, presenter,
    tray::{self, Tray},
    window,
};

/// Why the app could not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error("settings: read: {0}")]
    Settings(std::io::Error),
    #[error("app: start: {0}")]
    Desktop(#[from] tauri::Error),
}

/// Runs the app until somebody quits it.
pub(crate) fn run(args: &Args) -> Result<ExitCode, StartError> {
    let place = args.place().map_err(StartError::Settings)?;
    let context = context(&place);
    let autostart = autostart::plugin(&place);
    let (host, news) = Host::load(place, Machine::real()).map_err(StartError::Settings)?;
    let host = Arc::new(host);
    let wish = Wish {
        hidden: args.hidden,
        show: args.show,
    };
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, argv, _| {
            second_start(app, &argv)
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(autostart)
        .plugin(window::remembering_its_place())
        .manage(Arc::clone(&host))
        .manage(window::AfterClosing::default())
        .invoke_handler(ipc::handler())
        .on_window_event(window::on_event)
        .setup(move |app| {
            start(app.handle(), wish)?;
            quit_when_told(app.handle());
            #[cfg(target_os = "linux")]
            suspend::start(Arc::clone(&app.state::<Arc<Host>>()))?;
            notifier::start(app.handle().clone(), news.alerts)?;
            presenter::start(app.handle().clone(), news.changes)?;
            Ok(())
        })
        .build(context)?;
    let code = app.run_return(on_event);
    Ok(u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// What the command line says about the window.
#[derive(Clone, Copy)]
struct Wish {
    hidden: bool,
    show: bool,
}

/// The identity under which the app meets its other instances: one per root folder.
fn context(place: &Place) -> Context {
    let mut context = tauri::generate_context!();
    if !place.is_default {
        let own = tray::short_hash(&place.root.to_string_lossy());
        context.config_mut().identifier = format!("{}.r{own}", context.config().identifier);
    }
    context
}

fn start(app: &AppHandle, wish: Wish) -> Result<(), Box<dyn std::error::Error>> {
    #[cfg(target_os = "macos")]
    app.set_activation_policy(tauri::ActivationPolicy::Accessory)?;
    let host = app.state::<Arc<Host>>();
    let tray = Tray::build(app, &host.place().root)?;
    let tray_shown = tray.is_some_and(|tray| app.manage(tray)) && tray::somebody_shows_it();
    host.note_tray(tray_shown);
    if !tray_shown {
        tracing::warn!("no tray here: starting with a window; a second start shows it again");
    }
    host.start_if_set_up()?;
    tray::panel::follow(app)?;
    if wish.show || !tray_shown || (!host.is_set_up() && !wish.hidden) {
        window::open(app)?;
    }
    Ok(())
}

fn second_start(app: &AppHandle, argv: &[String]) {
    if !argv.iter().any(|arg| arg == "--hidden") {
        window::open_soon(app);
    }
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        // The last window closed. Syncing goes on; the tray, or a second start, brings the window back. Without a tray
        // and with nothing to sync there is no reason to stay.
        RunEvent::ExitRequested { code: None, api, .. } if is_of_use(app) => api.prevent_exit(),
        RunEvent::WindowEvent {
            event: WindowEvent::Destroyed,
            ..
        } => window::closed(app),
        RunEvent::Exit => app.state::<Arc<Host>>().stop(),
        _ => {}
    }
}

fn is_of_use(app: &AppHandle) -> bool {
    let (host, has_tray) = (app.state::<Arc<Host>>(), tray::is_there(app));
    host.note_tray(has_tray);
    has_tray || host.is_set_up()
}

/// The end of a login session comes as a signal: it is a way to quit like any other.
fn quit_when_told(app: &AppHandle) {
    let app = app.clone();
    if let Err(error) = ctrlc::set_handler(move || quit(&app)) {
        tracing::warn!("signals end Baton at once: {error}");
    }
}

/// Ends the app once a running round is done, without freezing the tray meanwhile.
pub(crate) fn quit(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        app.state::<Arc<Host>>().stop();
        app.exit(0);
    });
}
