export const VIEWS = ["devices", "leases", "conversations", "records", "activity", "settings"] as const;
export type View = (typeof VIEWS)[number];

export interface Place {
  view: View;
  /** The open conversation; the empty string is the unnamed one, `null` is none. */
  conversationId: string | null;
  /** The turn of it to show; `null` for the newest. */
  cursor: string | null;
  /** The agent whose lease a person is asked about; `null` when nobody is. */
  agentId: string | null;
  /** The kind of records that is listed; `null` for the first that holds any. */
  surface: string | null;
  /** The record that is shown; `null` when none is. */
  record: RecordId | null;
}

/** Names a record within its kind. */
export interface RecordId {
  /** Whose run it is; else empty. */
  agent: string;
  key: string;
}

const FIRST: Place = {
  view: "devices",
  conversationId: null,
  cursor: null,
  agentId: null,
  surface: null,
  record: null,
};
const CONVERSATION = "#/conversations/id/";
const TAKE_OVER = "#/leases/take-over/";
const RECORDS = "#/records/";

export function parseHash(hash: string): Place {
  if (hash.startsWith(CONVERSATION)) {
    const [id = "", cursor] = hash.slice(CONVERSATION.length).split("/at/");
    return {
      ...FIRST,
      view: "conversations",
      conversationId: decode(id),
      cursor: cursor ? decode(cursor) : null,
    };
  }
  if (hash.startsWith(TAKE_OVER)) {
    return { ...FIRST, view: "leases", agentId: decode(hash.slice(TAKE_OVER.length)) };
  }
  if (hash.startsWith(RECORDS)) return { ...FIRST, view: "records", ...parseRecord(hash) };
  const view = VIEWS.find((name) => hash === `#/${name}`);
  return view ? { ...FIRST, view } : FIRST;
}

export function hashOf(view: View, conversationId: string | null = null): string {
  if (view !== "conversations" || conversationId === null) return `#/${view}`;
  return CONVERSATION + encodeURIComponent(conversationId);
}

/** A turn of a conversation. */
export function turnHash(conversationId: string, cursor: string): string {
  return `${hashOf("conversations", conversationId)}/at/${encodeURIComponent(cursor)}`;
}

/** A kind of records, and one of them if it is given. */
export function recordHash(surface: string, record?: RecordId): string {
  const parts = record ? [surface, record.agent, record.key] : [surface];
  return RECORDS + parts.map(encodeURIComponent).join("/");
}

function parseRecord(hash: string): Pick<Place, "surface" | "record"> {
  const [surface = "", agent = "", key = null] = hash.slice(RECORDS.length).split("/").map(decode);
  return { surface, record: key === null ? null : { agent, key } };
}

/** The question whether to take over an agent's lease. The tray opens it as well. */
export function takeOverHash(agentId: string): string {
  return TAKE_OVER + encodeURIComponent(agentId);
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
