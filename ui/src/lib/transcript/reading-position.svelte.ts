import { tick } from "svelte";
import type { VirtualizerHandle } from "virtua/svelte";
import type { Opening, Transcript } from "./transcript.svelte";

/** How close to an end, in heights of the view, the next page is fetched. */
const AHEAD = 1.5;
/** Closer than this to the bottom counts as reading the newest turn. */
const BOTTOM_PX = 60;

/** A turn, and how many pixels of it are above the view. */
interface Anchor {
  opId: string;
  into: number;
}

/** Where in the transcript the person reads: loads pages as they come near an end, and follows the newest turn. */
export class ReadingPosition {
  /** Index of the topmost visible turn. */
  top = $state(0);
  /** New turns at the end that were not looked at yet. */
  fresh = $state(0);
  atBottom = $state(true);

  #transcript: Transcript;
  #list: () => VirtualizerHandle | undefined;
  #jumping = false;
  #missedNews = false;

  constructor(transcript: Transcript, list: () => VirtualizerHandle | undefined) {
    this.#transcript = transcript;
    this.#list = list;
  }

  async jump(to: Opening): Promise<void> {
    this.#jumping = true;
    this.fresh = 0;
    this.atBottom = to.at === "end";
    if (!this.#isLoaded(to)) await this.#transcript.open(to);
    await tick();
    const { index, align } = this.#aim(to);
    if (index >= 0) this.#list()?.scrollToIndex(index, { align });
    this.#jumping = false;
  }

  #isLoaded(to: Opening): boolean {
    const { turns, hasOlder, hasNewer } = this.#transcript;
    if (turns.length === 0) return false;
    if (to.at === "around") return turns.some((turn) => turn.cursor === to.cursor);
    return (to.at === "end" && !hasNewer) || (to.at === "start" && !hasOlder);
  }

  #aim(to: Opening): { index: number; align: "start" | "center" | "end" } {
    const { turns } = this.#transcript;
    if (to.at === "start") return { index: 0, align: "start" };
    if (to.at === "around")
      return { index: turns.findIndex((turn) => turn.cursor === to.cursor), align: "center" };
    const since = to.at === "time" ? turns.findIndex((turn) => turn.recordedMs >= to.atMs) : -1;
    return since >= 0 ? { index: since, align: "start" } : { index: turns.length - 1, align: "end" };
  }

  /** Takes in what was recorded meanwhile, without moving what is being read. */
  async catchUp(): Promise<void> {
    if (this.#transcript.loading) {
      this.#missedNews = true;
      return;
    }
    this.#missedNews = false;
    const followed = this.atBottom && !this.#transcript.hasNewer;
    const anchor = this.#anchor();
    const { added, reread } = await this.#transcript.refresh();
    if (followed) {
      if (added > 0 || reread) await this.jump({ at: "end" });
    } else {
      this.fresh += added;
      if (reread) await this.#backTo(anchor);
    }
    await this.#afterLoading();
  }

  /** The person unfolds something: keep it in place instead of following the newest turn. */
  stay(): void {
    this.atBottom = false;
  }

  scrolled(): void {
    const list = this.#list();
    if (!list) return;
    const offset = list.getScrollOffset();
    const view = list.getViewportSize();
    const below = list.getScrollSize() - offset - view;
    this.top = list.findItemIndex(offset + 1);
    if (this.#jumping) return;
    this.atBottom = below < BOTTOM_PX;
    if (this.atBottom && !this.#transcript.hasNewer) this.fresh = 0;
    void this.#fetch(offset, below, view);
  }

  /** Turns are measured only once they are laid out: the newest one may have grown out of view. */
  resized(): void {
    const last = this.#transcript.turns.length - 1;
    if (this.atBottom && !this.#transcript.hasNewer && last >= 0) {
      this.#list()?.scrollToIndex(last, { align: "end" });
    }
    this.scrolled();
  }

  async #fetch(above: number, below: number, view: number): Promise<void> {
    if (this.#transcript.loading || view === 0) return;
    if (above < view * AHEAD && this.#transcript.hasOlder) await this.#transcript.loadOlder();
    else if (below < view * AHEAD && this.#transcript.hasNewer) await this.#transcript.loadNewer();
    else return;
    await tick();
    this.scrolled();
    await this.#afterLoading();
  }

  async #afterLoading(): Promise<void> {
    if (this.#missedNews && !this.#transcript.loading) await this.catchUp();
  }

  #anchor(): Anchor | null {
    const list = this.#list();
    const turn = this.#transcript.turns[this.top];
    return list && turn
      ? { opId: turn.opId, into: list.getScrollOffset() - list.getItemOffset(this.top) }
      : null;
  }

  async #backTo(anchor: Anchor | null): Promise<void> {
    const index = this.#transcript.turns.findIndex((turn) => turn.opId === anchor?.opId);
    if (!anchor || index === -1) return;
    await tick();
    this.#list()?.scrollToIndex(index, { align: "start", offset: anchor.into });
  }
}
