import type { IpcError } from "./contract";
import { asIpcError } from "./ipc-error";

/** The answer to a question that is asked again after news: the newest asking counts, whichever answer comes last. */
export class Answer<T> {
  given = $state.raw<T | null>(null);
  error = $state.raw<IpcError | null>(null);

  #ask: () => Promise<T>;
  #asked = 0;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  async load(): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const given = await this.#ask();
      if (mine !== this.#asked) return;
      this.given = given;
      this.error = null;
    } catch (thrown) {
      if (mine === this.#asked) this.error = asIpcError(thrown);
    }
  }

  /** Takes what a change answers, which is how things are from then on; what fails is for the caller. */
  async take(answer: Promise<T>): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    const given = await answer;
    if (mine === this.#asked) this.given = given;
  }
}
