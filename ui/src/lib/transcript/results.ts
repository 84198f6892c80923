import type { TurnView } from "../contract";

/** Which results stand beside the call they answer. */
export interface Results {
  /** The result of a call, by the turn that calls and the call's number. */
  of(turn: TurnView, call: number): TurnView | undefined;
  /** The name of the tool a result is shown beside; `undefined` when it stands alone. */
  shownWith(result: TurnView): string | undefined;
}

/** Matches the loaded results to the loaded calls before them by id; the latest call of an id counts. */
export function matchResults(turns: readonly TurnView[]): Results {
  const open = new Map<string, { key: string; name: string }>();
  const byCall = new Map<string, TurnView>();
  const names = new Map<string, string>();
  for (const turn of turns) {
    turn.toolCalls.forEach((call, number) => {
      if (call.id) open.set(call.id, { key: `${turn.opId}/${number}`, name: call.name });
    });
    const answered = turn.role === "tool" && turn.toolUseId ? open.get(turn.toolUseId) : undefined;
    if (answered && !byCall.has(answered.key)) {
      byCall.set(answered.key, turn);
      names.set(turn.opId, answered.name);
    }
  }
  return {
    of: (turn, call) => byCall.get(`${turn.opId}/${call}`),
    shownWith: (result) => names.get(result.opId),
  };
}
