/** A report as the real builder makes it, shortened. */
export const REPORT = `Baton diagnostics

No text of a conversation, no content of a change, no name and no path is in here. Devices, agents and conversations are
labels made from their ids; of errors and log lines there is their kind and their place in the source.

== Program
program: baton-desktop 0.1.0
engine: 0.1.0
platform: linux x86_64
desktop: GNOME, display: wayland
made at: 2026-11-25T17:03:20Z

== Settings
relay folder chosen: true
device named: true
logLevel: info
paused: false
silentDays: 14
settings in all: 8

== Running
paused: false, round under way: false
failure of the last round: none
stuck leases: 1

== This device
it is device-4jhj4zol
turns: 93001, conversations: 9
not sent: 0, not acknowledged: 2, awaited: 7
device-4jhj4zol (this one): Active, linux 0.1.0, heard 0 min ago, head 41999, behind 0, awaited 0, acknowledges 4 devices
device-vnjkq6tm: Active, macos 0.1.0, heard 2 min ago, head 38204, behind 2, awaited 0, acknowledges 4 devices
conversation-9c1d7f02: 1240 turns, last 3 min ago

== Findings
Ok FilesProven, 0 files
Warning TooManyFiles, 1 files

== Log
2026-11-25T17:00:00.123456Z INFO baton_sync_loop::worker worker.rs:118
2026-11-25T17:03:12.004410Z ERROR baton_sync_loop::worker worker.rs:118 (os error 28)
`;
