import type { ErrorCode, IpcError } from "./contract";

const CODES: Record<ErrorCode, true> = {
  folder_unavailable: true,
  folder_not_writable: true,
  not_set_up: true,
  lease_pending: true,
  lease_moved_on: true,
  lease_not_held: true,
  paused: true,
  bad_request: true,
  store: true,
  internal: true,
};

function isIpcError(thrown: unknown): thrown is IpcError {
  if (typeof thrown !== "object" || thrown === null) return false;
  const { code, message } = thrown as Partial<IpcError>;
  return typeof code === "string" && code in CODES && typeof message === "string";
}

/** Whatever was thrown, as the one shape the views can show. */
export function asIpcError(thrown: unknown): IpcError {
  if (isIpcError(thrown)) return { ...thrown, hint: thrown.hint ?? "" };
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: "internal", message, hint: "" };
}
