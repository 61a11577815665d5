import { severityOf, type Row } from "#lib/connector/index.ts";
import { SENDER_NOT_PROVEN, SENDER_PROVEN } from "./client.ts";

/** What lists show of a collected thing and find it by. */
export type Promoted = {
  code: string;
  title: string;
  /** The vendor's own word. */
  state: string;
  severity: string;
  scope: string;
  url: string;
  about: string;
  openedAt: Date | null;
  closedAt: Date | null;
  isOpen: boolean;
  /** When the vendor last changed it; null where it does not say. */
  changedAt: Date | null;
};

type Own = Pick<Promoted, "code" | "title" | "state"> & Partial<Promoted>;

const TITLE_MAX = 500;
const WORD_MAX = 300;

const at = (text: string | null): Date | null => (text === null ? null : new Date(text));
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text);

/** Pure: the same row gives the same columns. */
export function promote(row: Row): Promoted {
  const { code, title, state, severity = "", about = "", openedAt = null, closedAt = null, isOpen = true, changedAt = null } = ownOf(row);
  return { code: cut(code, WORD_MAX), title: cut(title, TITLE_MAX), state: cut(state, WORD_MAX), severity, scope: cut(row.scope ?? "", WORD_MAX), url: row.url ?? "", about: cut(about, WORD_MAX), openedAt, closedAt, isOpen, changedAt };
}

function ownOf(row: Row): Own {
  switch (row.kind) {
    case "ticket":
      return { code: row.key, title: row.title, state: row.status, severity: severityOf(row.priority).degree, openedAt: at(row.createdAt), closedAt: at(row.closedAt), isOpen: row.state === "open", changedAt: at(row.updatedAt) };
    case "ticket_event":
      return { code: row.field, title: `${row.field}: ${row.from ?? "nothing"} to ${row.to ?? "nothing"}`, state: "", about: row.ticket, openedAt: at(row.at), isOpen: false, changedAt: at(row.at) };
    case "vendor_alert":
      return { code: row.rule ?? "", title: row.title, state: row.status, severity: row.severity.degree, about: row.resource ?? "", openedAt: at(row.firstSeenAt), closedAt: at(row.closedAt), isOpen: row.state === "open", changedAt: at(row.closedAt ?? row.lastSeenAt) };
    case "vulnerability":
      return { code: row.identifiers[0] ?? "", title: row.title, state: row.status, severity: row.severity.degree, about: row.resource, openedAt: at(row.firstSeenAt), closedAt: at(row.fixedAt), isOpen: row.state === "open", changedAt: at(row.fixedAt ?? row.lastSeenAt) };
    case "change":
      return { code: row.key, title: row.title, state: row.state, openedAt: at(row.createdAt), closedAt: at(row.mergedAt), isOpen: row.state === "open", changedAt: at(row.updatedAt) };
    default:
      return thingOf(row);
  }
}

function thingOf(row: Extract<Row, { kind: "resource" | "monitor" | "coverage" | "activity" | "message" }>): Own {
  switch (row.kind) {
    case "resource":
      return { code: row.type, title: row.name, state: [row.account, row.region].filter((part) => part !== null).join(" "), openedAt: at(row.createdAt) };
    case "monitor":
      return { code: row.name, title: row.name, state: row.enabled === null ? "not known" : row.enabled ? "enabled" : "not enabled", severity: row.severity === null ? "" : severityOf(row.severity).degree, isOpen: row.enabled === true, changedAt: at(row.updatedAt) };
    case "coverage":
      return { code: row.by, title: row.resource, state: row.status, about: row.resource, isOpen: row.state === "covered", changedAt: at(row.lastSeenAt) };
    case "activity":
      return { code: row.action, title: row.target ?? row.action, state: row.succeeded === null ? "" : row.succeeded ? "succeeded" : "failed", about: row.target ?? "", openedAt: at(row.at), isOpen: false, changedAt: at(row.at) };
    case "message":
      return { code: row.sender, title: row.subject, state: row.authenticated ? SENDER_PROVEN : SENDER_NOT_PROVEN, openedAt: at(row.receivedAt), isOpen: false, changedAt: at(row.receivedAt) };
  }
}
