import type { IpcError } from "./contract";
import { asIpcError } from "./ipc-error";

export type Notice =
  | { key: number; tone: "done"; message: string; hint: string }
  | { key: number; tone: "failed"; error: IpcError };

const DONE_STAYS_MS = 6_000;

/** Short-lived answers to what the person did. Failures stay until they are dismissed. */
export class Notices {
  list = $state.raw<Notice[]>([]);
  #next = 1;

  done(message: string, hint = ""): void {
    const key = this.#add({ key: this.#next, tone: "done", message, hint });
    setTimeout(() => this.dismiss(key), DONE_STAYS_MS);
  }

  failed(thrown: unknown): IpcError {
    const error = asIpcError(thrown);
    this.#add({ key: this.#next, tone: "failed", error });
    return error;
  }

  dismiss(key: number): void {
    this.list = this.list.filter((notice) => notice.key !== key);
  }

  #add(notice: Notice): number {
    this.#next += 1;
    // The same failure again replaces the first, so that a retry does not pile them up.
    const rest = this.list.filter((other) => !sameFailure(other, notice));
    this.list = [...rest, notice].slice(-3);
    return notice.key;
  }
}

function sameFailure(one: Notice, other: Notice): boolean {
  return (
    one.tone === "failed" &&
    other.tone === "failed" &&
    one.error.code === other.error.code &&
    one.error.message === other.error.message
  );
}
