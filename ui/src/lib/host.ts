import type {
  AboutView,
  ActivityEntry,
  CheckpointOutcome,
  CheckupView,
  Command,
  ConversationPage,
  ConversationsRequest,
  ExportOutcome,
  ExportProgress,
  ExportRequest,
  ExchangeView,
  FolderInspection,
  FolderSuggestion,
  RecordHistoryPage,
  RecordHistoryRequest,
  RecordPage,
  RecordsRequest,
  RecordText,
  RecordTextRequest,
  MoveOutcome,
  MoveRequest,
  PackagePage,
  PackagesRequest,
  PauseLength,
  ReleasePreview,
  ResumeText,
  SearchPage,
  SearchRequest,
  SettingsPatch,
  SettingsView,
  SetUpRequest,
  Snapshot,
  SurfaceView,
  SyncOutcome,
  TurnPage,
  TurnsRequest,
  TurnText,
  TurnTextRequest,
} from "./contract";

/** A command's name as the page's code writes it: `sync_now` is `syncNow`. */
export type MethodOf<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<MethodOf<Rest>>}`
  : Name;

/** One method for every command of the contract: one that is missing here is a type error in what plays the host. */
type EveryCommand = Record<MethodOf<Command>, (...given: never[]) => Promise<unknown>>;

/** Everything the page can ask of the app around it. Each call fails with an `IpcError`. */
export interface Host extends EveryCommand {
  snapshot(): Promise<Snapshot>;
  conversations(request: ConversationsRequest): Promise<ConversationPage>;
  search(request: SearchRequest): Promise<SearchPage>;
  turns(request: TurnsRequest): Promise<TurnPage>;
  /** A piece of a turn's whole text. */
  turnText(request: TurnTextRequest): Promise<TurnText>;
  resumeText(conversationId: string): Promise<ResumeText>;
  /** Writes a conversation to a file that the person chooses; `null` when they chose none. */
  exportConversation(
    request: ExportRequest,
    progress: (progress: ExportProgress) => void,
  ): Promise<ExportOutcome | null>;
  /** What every surface but conversations holds. */
  recordSurfaces(): Promise<SurfaceView[]>;
  records(request: RecordsRequest): Promise<RecordPage>;
  recordHistory(request: RecordHistoryRequest): Promise<RecordHistoryPage>;
  recordText(request: RecordTextRequest): Promise<RecordText>;
  /** The last exchanges with the other devices, newest first. */
  exchanges(): Promise<ExchangeView[]>;
  activity(): Promise<ActivityEntry[]>;
  syncNow(): Promise<SyncOutcome>;
  checkpoint(): Promise<CheckpointOutcome>;
  /** Pauses for so long; `null` goes on. */
  setPause(length: PauseLength | null): Promise<void>;
  releasePreview(agentId: string): Promise<ReleasePreview>;
  takeOverLease(agentId: string, observedEpoch: number): Promise<void>;
  /** Asks for an agent, and keeps it until it is released here. */
  requestLease(agentId: string): Promise<void>;
  /** Gives the own lease back, or withdraws a request. */
  releaseLease(agentId: string, epoch: number): Promise<void>;
  /** Goes on without a device until it is heard of again. */
  retireDevice(deviceId: string): Promise<void>;
  setExecutor(executor: boolean): Promise<void>;
  /** Looks at the relay folder and at this device's data; changes nothing. */
  examine(): Promise<CheckupView>;
  /** Does what the findings' `repair` says. */
  repair(): Promise<CheckupView>;
  folderSuggestions(): Promise<FolderSuggestion[]>;
  inspectFolder(path: string): Promise<FolderInspection>;
  pickFolder(): Promise<string | null>;
  setUp(request: SetUpRequest): Promise<void>;
  settings(): Promise<SettingsView>;
  /** Changes what the patch names; answers what holds then. */
  changeSettings(patch: SettingsPatch): Promise<SettingsView>;
  /** Goes on in another relay folder; goes on as before if its first round fails. */
  moveRelay(request: MoveRequest): Promise<MoveOutcome>;
  /** A report without anything that was written, to be read before it is saved. */
  diagnostics(): Promise<string>;
  /** Saves the last report where the person chooses; `null` when they chose nowhere. */
  saveDiagnostics(): Promise<string | null>;
  about(): Promise<AboutView>;
  packages(request: PackagesRequest): Promise<PackagePage>;
  /** A licence's text, by a number of `PackageView.texts`. */
  packageLicence(text: number): Promise<string>;
  openRelayFolder(): Promise<void>;
  openDataFolder(): Promise<void>;
  openLink(url: string): Promise<void>;
  /** The person read that this desktop shows no tray icons. */
  dismissTrayNote(): Promise<void>;
  quit(): Promise<void>;
  /** Calls back whenever a newer snapshot can be pulled. */
  onState(changed: () => void): Promise<void>;
}
