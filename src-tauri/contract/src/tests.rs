use ts_rs::{Config, TS};

use super::*;

/// The generated TypeScript, whole. Regenerate with `BATON_WRITE_CONTRACT=1 cargo test -p baton-contract`.
fn typescript() -> String {
    let config = Config::default();
    let declarations = [
        IpcError::decl(&config),
        ErrorCode::decl(&config),
        Snapshot::decl(&config),
        DeviceView::decl(&config),
        DeviceStanding::decl(&config),
        StatusView::decl(&config),
        StatusKind::decl(&config),
        PauseLength::decl(&config),
        ProblemView::decl(&config),
        ProblemCode::decl(&config),
        LeaseView::decl(&config),
        LeaseGrade::decl(&config),
        PendingRunView::decl(&config),
        AskingView::decl(&config),
        AwaitedDeviceView::decl(&config),
        PastLeaseView::decl(&config),
        LeaseEndView::decl(&config),
        ReleasePreview::decl(&config),
        VotersView::decl(&config),
        VoterView::decl(&config),
        VoterStandingView::decl(&config),
        ConversationsRequest::decl(&config),
        ConversationPage::decl(&config),
        ConversationView::decl(&config),
        TurnsRequest::decl(&config),
        TurnsFrom::decl(&config),
        TurnPage::decl(&config),
        TurnView::decl(&config),
        TurnRole::decl(&config),
        ToolCallView::decl(&config),
        TurnTextRequest::decl(&config),
        TurnPart::decl(&config),
        TurnText::decl(&config),
        ResumeText::decl(&config),
        ExportRequest::decl(&config),
        ExportFormat::decl(&config),
        ExportProgress::decl(&config),
        ExportOutcome::decl(&config),
        SearchRequest::decl(&config),
        SearchPage::decl(&config),
        SearchHit::decl(&config),
        SnippetPart::decl(&config),
        SearchFilter::decl(&config),
        SearchFilterKind::decl(&config),
        SurfaceView::decl(&config),
        RecordsRequest::decl(&config),
        RecordPage::decl(&config),
        RecordView::decl(&config),
        RunView::decl(&config),
        RunStatus::decl(&config),
        RecordHistoryRequest::decl(&config),
        RecordHistoryPage::decl(&config),
        RecordHistoryEntry::decl(&config),
        RecordTextRequest::decl(&config),
        RecordText::decl(&config),
        FolderSuggestion::decl(&config),
        FolderInspection::decl(&config),
        FolderInside::decl(&config),
        FolderKind::decl(&config),
        SetUpRequest::decl(&config),
        MoveRequest::decl(&config),
        MoveOutcome::decl(&config),
        SettingsView::decl(&config),
        StartAtLogin::decl(&config),
        NotificationsView::decl(&config),
        LogLevelView::decl(&config),
        RetentionView::decl(&config),
        SettingsPatch::decl(&config),
        KeepView::decl(&config),
        AboutView::decl(&config),
        PackagesRequest::decl(&config),
        PackagePage::decl(&config),
        PackageView::decl(&config),
        ExchangeView::decl(&config),
        ActivityEntry::decl(&config),
        ActivityKind::decl(&config),
        SyncOutcome::decl(&config),
        CheckpointOutcome::decl(&config),
        CheckupView::decl(&config),
        DeviceFilesView::decl(&config),
        FindingView::decl(&config),
        FindingCode::decl(&config),
        FindingSeverity::decl(&config),
    ];
    let body: Vec<_> = declarations.iter().map(|d| format!("export {d}\n")).collect();
    format!(
        "// Generated from src-tauri/contract by `cargo xtask contract`. Do not edit.\n\n{}\n{}",
        commands(),
        body.join("\n")
    )
}

/// The commands' names as values, so that tests can go through them, and as a type.
fn commands() -> String {
    let names: String = COMMANDS.iter().map(|name| format!("  \"{name}\",\n")).collect();
    format!("export const COMMANDS = [\n{names}] as const;\n\nexport type Command = (typeof COMMANDS)[number];\n")
}

#[test]
fn the_committed_typescript_is_the_contract() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/lib/contract.ts");
    let expected = typescript();
    if std::env::var_os("BATON_WRITE_CONTRACT").is_some() {
        std::fs::create_dir_all(std::path::Path::new(path).parent().unwrap()).unwrap();
        std::fs::write(path, &expected).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == expected,
        "ui/src/lib/contract.ts is out of date: run `cargo xtask contract` and commit it"
    );
}
