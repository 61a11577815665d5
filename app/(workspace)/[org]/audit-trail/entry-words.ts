/** A machine word as people read it: `evidence_request` -> "evidence request", `api_key` -> "API key". */
export function subjectWords(kind: string): string {
  return kind.replaceAll("_", " ").replaceAll(".", " ").replace(/^api key/, "API key");
}

/** An act as a phrase: `member.role_changed` -> "Member role changed". */
export function actionWords(action: string): string {
  const words = subjectWords(action);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

// Records that have a page of their own under their id. A control's page is under its code, which an entry does not carry.
const PAGES: Readonly<Record<string, string>> = {
  alert: "alerts",
  finding: "findings",
  incident: "incidents",
  evidence: "evidence",
  packet: "packets",
  engagement: "engagements",
  member: "people",
};

/** The page of an entry's subject, if it has one. */
export function subjectHref(org: string, kind: string, id: string): string | undefined {
  if (kind === "setting") return `/${org}/settings#${id}`;
  const place = PAGES[kind];
  return place === undefined ? undefined : `/${org}/${place}/${id}`;
}

export type Change = { field: string; before?: string; after: string };

function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(shown).join(", ");
  if (typeof value === "object") return Object.entries(value).map(([name, part]) => `${subjectWords(name)} ${shown(part)}`).join(", ");
  return String(value);
}

/** What an entry says of values: per field the new one, and the old one where the entry has both. */
export function changesOf(changes: unknown): Change[] {
  if (typeof changes !== "object" || changes === null || Array.isArray(changes)) return [];
  const fields = Object.entries(changes);
  if (isPair(changes)) return [{ field: "value", before: shown(changes.before), after: shown(changes.after) }];
  return fields.map(([field, value]) =>
    isPair(value) ? { field: subjectWords(field), before: shown(value.before), after: shown(value.after) } : { field: subjectWords(field), after: shown(value) },
  );
}

function isPair(value: unknown): value is { before: unknown; after: unknown } {
  return typeof value === "object" && value !== null && "before" in value && "after" in value && Object.keys(value).length === 2;
}
