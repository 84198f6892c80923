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

/**
 * An offset that is always the present one. The list gives a scroll of its own up only for another, and repeats that one too
 * while it measures: to a number it would take the person back, to this it never moves.
 */
function whereItIs(feed: HTMLElement): number {
  return { valueOf: () => feed.scrollTop } as unknown as number;
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
  /** The list may still be correcting its way to where we sent it, as it measures turns. */
  #aimed = false;
  /** The person scrolls away: until that has ended, being near the end does not mean to follow it. */
  #leaving = false;

  constructor(transcript: Transcript, list: () => VirtualizerHandle | undefined) {
    this.#transcript = transcript;
    this.#list = list;
  }

  async jump(to: Opening): Promise<void> {
    this.#jumping = true;
    this.fresh = 0;
    this.#leaving = false;
    this.atBottom = to.at === "end";
    if (!this.#isLoaded(to)) await this.#transcript.open(to);
    await tick();
    const { index, align } = this.#aim(to);
    if (index >= 0) this.#scrollTo(index, { align });
    this.#jumping = false;
  }

  #scrollTo(index: number, how: Parameters<VirtualizerHandle["scrollToIndex"]>[1]): void {
    this.#aimed = true;
    this.#list()?.scrollToIndex(index, how);
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

  /** The person begins to scroll away, if there is anything to scroll: from now on nothing but they move the view. */
  letGo(feed: HTMLElement): void {
    if (feed.scrollHeight <= feed.clientHeight) return;
    this.#leaving = true;
    this.atBottom = false;
    const list = this.#list();
    if (!this.#aimed || !list) return;
    this.#aimed = false;
    list.scrollTo(whereItIs(feed));
  }

  /** The view moved. */
  scrolled(): void {
    const below = this.#look();
    if (below === null || this.#jumping) return;
    this.atBottom = below < BOTTOM_PX && !this.#leaving;
    if (this.atBottom && !this.#transcript.hasNewer) this.fresh = 0;
    this.#fetchNear(below);
  }

  /** The view has stood for a moment. */
  rested(): void {
    this.#leaving = false;
    this.scrolled();
  }

  /** Turns are measured only once they are laid out: the newest one may have grown out of view. */
  resized(): void {
    const last = this.#transcript.turns.length - 1;
    if (this.atBottom && !this.#transcript.hasNewer && last >= 0) this.#scrollTo(last, { align: "end" });
    const below = this.#look();
    if (below !== null && !this.#jumping) this.#fetchNear(below);
  }

  /** Notes which turn is on top; answers how many pixels are below the view, or nothing before there is a list. */
  #look(): number | null {
    const list = this.#list();
    if (!list) return null;
    const offset = list.getScrollOffset();
    this.top = list.findItemIndex(offset + 1);
    return list.getScrollSize() - offset - list.getViewportSize();
  }

  #fetchNear(below: number): void {
    const list = this.#list();
    if (list) void this.#fetch(list.getScrollOffset(), below, list.getViewportSize());
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
    this.#scrollTo(index, { align: "start", offset: anchor.into });
  }
}
