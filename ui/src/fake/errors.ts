// What a real app told when a command failed: `src-tauri/src/ipc/recorded/failures.rs`.
import type { ErrorCode, IpcError } from "../lib/contract";
import errorsJson from "./recorded/errors.json";

export const ERRORS: Record<ErrorCode, Omit<IpcError, "code">> = errorsJson;

export function fail(code: ErrorCode): IpcError {
  return { code, ...ERRORS[code] };
}
