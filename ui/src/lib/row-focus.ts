const MOVES: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Moves the focus among the rows of a list (`data-row`) with the arrow keys; above the first row is the field.
 * Home and End are the field's own while it has the focus.
 */
export function moveAmongRows(event: KeyboardEvent, list: HTMLElement, field: HTMLElement | undefined): void {
  const move = MOVES[event.key];
  if (!move || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const isInField = document.activeElement === field;
  if ((at === -1 && !isInField) || (isInField && event.key !== "ArrowDown")) return;
  const to = move(at, rows.length);
  (to < 0 ? field : rows[to])?.focus();
  event.preventDefault();
}
