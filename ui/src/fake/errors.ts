import type { ErrorCode, IpcError } from "../lib/contract";

export const ERRORS: Record<ErrorCode, Omit<IpcError, "code">> = {
  folder_unavailable: {
    message: "The relay folder /home/ada/Nextcloud/Baton cannot be reached.",
    hint: "Start Nextcloud or connect the drive, then sync again.",
  },
  folder_not_writable: {
    message: "Nothing can be written to /home/ada/Nextcloud/Baton.",
    hint: "Give your user the right to write there, or choose another folder.",
  },
  not_set_up: { message: "No relay folder was chosen yet.", hint: "Choose one to begin." },
  lease_pending: {
    message: "nightly-report is asked for at epoch 39, and waits for Studio.",
    hint: "It is granted as soon as enough of them answered: wake them, or go on without one that is gone for good.",
  },
  lease_moved_on: {
    message: "The lease of nightly-report is at epoch 39 now.",
    hint: "Look again before you take it over.",
  },
  lease_not_held: {
    message: "Nobody holds the lease of nightly-report.",
    hint: "There is nothing to take over.",
  },
  paused: { message: "Syncing is paused.", hint: "Resume it first." },
  bad_request: { message: "The request names a turn that does not exist.", hint: "" },
  store: {
    message: "The local store cannot be read: database disk image is malformed.",
    hint: "Run baton doctor to see what can be recovered.",
  },
  internal: {
    message: "Something unexpected happened: the engine's thread stopped.",
    hint: "Restart Baton.",
  },
};

export function fail(code: ErrorCode): IpcError {
  return { code, ...ERRORS[code] };
}
