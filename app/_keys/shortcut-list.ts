/** One key or chord, or a sequence of two keys: "g c". `Mod` is ⌘ on a Mac and Ctrl elsewhere; it acts in text fields too. */
export type Shortcut = { keys: string; what: string; group: "Everywhere" | "Go to" | "Lists" | "Records" | "Alerts" | "Evidence review" };

/** Every shortcut there is. Components bind them by name; the keyboard map and the help page read them here. */
export const SHORTCUTS = {
  palette: { keys: "Mod+K", what: "Search records, or run a command", group: "Everywhere" },
  map: { keys: "?", what: "Show the keyboard map", group: "Everywhere" },
  find: { keys: "/", what: "Search in this list", group: "Lists" },
  next: { keys: "j", what: "Next row", group: "Lists" },
  previous: { keys: "k", what: "Previous row", group: "Lists" },
  select: { keys: "x", what: "Select the row", group: "Lists" },
  "record.previous": { keys: "[", what: "Previous record of the list", group: "Records" },
  "record.next": { keys: "]", what: "Next record of the list", group: "Records" },
  edit: { keys: "e", what: "Go to the first field of the page", group: "Records" },
  "verdict.1": { keys: "1", what: "Verdict: false positive", group: "Alerts" },
  "verdict.2": { keys: "2", what: "Verdict: expected", group: "Alerts" },
  "verdict.3": { keys: "3", what: "Verdict: security event", group: "Alerts" },
  "verdict.4": { keys: "4", what: "Declare an incident", group: "Alerts" },
  assign: { keys: "a", what: "Assign the alert", group: "Alerts" },
  accept: { keys: "a", what: "Accept the evidence", group: "Evidence review" },
  supersede: { keys: "s", what: "Accept it in the place of an older one", group: "Evidence review" },
  reject: { keys: "r", what: "Write why it is rejected", group: "Evidence review" },
  "reject.send": { keys: "Mod+Enter", what: "Reject with that reason", group: "Evidence review" },
  "go.my-work": { keys: "g w", what: "My work", group: "Go to" },
  "go.overview": { keys: "g o", what: "Overview", group: "Go to" },
  "go.controls": { keys: "g c", what: "Controls", group: "Go to" },
  "go.frameworks": { keys: "g f", what: "Frameworks", group: "Go to" },
  "go.evidence": { keys: "g e", what: "Evidence", group: "Go to" },
  "go.alerts": { keys: "g a", what: "Alerts", group: "Go to" },
  "go.incidents": { keys: "g i", what: "Incidents", group: "Go to" },
  "go.logs": { keys: "g l", what: "Logs", group: "Go to" },
  "go.rules": { keys: "g r", what: "Rules", group: "Go to" },
  "go.engagements": { keys: "g n", what: "Engagements", group: "Go to" },
  "go.packets": { keys: "g p", what: "Packets", group: "Go to" },
  "go.people": { keys: "g u", what: "People", group: "Go to" },
  "go.settings": { keys: "g s", what: "Settings", group: "Go to" },
  "go.help": { keys: "g h", what: "Help", group: "Go to" },
  "go.audit-trail": { keys: "g t", what: "Audit trail", group: "Go to" },
} as const satisfies Readonly<Record<string, Shortcut>>;

export type ShortcutName = keyof typeof SHORTCUTS;

export const SHORTCUT_GROUPS = ["Everywhere", "Go to", "Lists", "Records", "Alerts", "Evidence review"] as const satisfies readonly Shortcut["group"][];

/** The shortcut that leads to a place of the navigation, by its path below the organization's address. */
export function goShortcut(path: string): ShortcutName | undefined {
  const name = `go.${path}`;
  return name in SHORTCUTS ? (name as ShortcutName) : undefined;
}
