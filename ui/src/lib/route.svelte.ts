export const VIEWS = ["devices", "leases", "conversations", "activity"] as const;
export type View = (typeof VIEWS)[number];

export interface Place {
  view: View;
  /** The open conversation; the empty string is the unnamed one, `null` is none. */
  conversationId: string | null;
}

const FIRST: Place = { view: "devices", conversationId: null };
const CONVERSATION = "#/conversations/id/";

export function parseHash(hash: string): Place {
  if (hash.startsWith(CONVERSATION)) {
    return { view: "conversations", conversationId: decode(hash.slice(CONVERSATION.length)) };
  }
  const view = VIEWS.find((name) => hash === `#/${name}`);
  return view ? { view, conversationId: null } : FIRST;
}

export function hashOf(view: View, conversationId: string | null = null): string {
  if (view !== "conversations" || conversationId === null) return `#/${view}`;
  return CONVERSATION + encodeURIComponent(conversationId);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where the person is, kept in the address so that Back works. */
export class Route {
  place = $state.raw<Place>(FIRST);

  constructor() {
    this.place = parseHash(location.hash);
    addEventListener("hashchange", () => {
      this.place = parseHash(location.hash);
    });
  }
}
