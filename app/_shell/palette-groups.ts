import type { FileFault } from "#lib/evidence/client.ts";
import type { FoundRecord, RecordKind } from "#lib/navigation/client.ts";
import { matchingCommands, type Command } from "./command.ts";
import type { NavIconName } from "./nav-icon.tsx";
import type { Recent } from "./recent-commands.ts";

/** One line of the palette. `value` tells it apart from all others. */
export type PaletteItem = { value: string; label: string; code?: string; note?: string; fault?: FileFault; icon: NavIconName; command: Command };
export type PaletteGroup = { value: string; items: PaletteItem[] };

const KINDS: Readonly<Record<RecordKind, { label: string; icon: NavIconName }>> = {
  control: { label: "Controls", icon: "controls" },
  evidence: { label: "Evidence", icon: "evidence" },
  finding: { label: "Findings", icon: "findings" },
  incident: { label: "Incidents", icon: "incidents" },
  packet: { label: "Packets", icon: "packets" },
  engagement: { label: "Engagements", icon: "engagements" },
  person: { label: "People", icon: "people" },
};

/** What a kind of record is called as a group. */
export function kindLabel(kind: RecordKind): string {
  return KINDS[kind].label;
}

const itemOf = (command: Command): PaletteItem => ({ value: command.id, label: command.label, icon: command.icon, command });

function recordItem(home: string, record: FoundRecord): PaletteItem {
  const { icon } = KINDS[record.kind];
  const href = `${home}/${record.path}`;
  return {
    value: record.id, label: record.title, icon, ...(record.code === null ? {} : { code: record.code }), ...(record.note === null ? {} : { note: record.note }), ...(record.fault === undefined ? {} : { fault: record.fault }),
    command: { id: record.id, label: record.title, icon, href },
  };
}

function recentItem(recent: Recent): PaletteItem {
  const { code, ...command } = recent;
  // Apart from the same place further down, which has the same id.
  return { ...itemOf(command), value: `recent ${recent.id}`, ...(code === undefined ? {} : { code }) };
}

/** What the palette shows for a text: records after the commands that fit; before anything is asked, where one was last. */
export function paletteGroups(asked: { text: string; home: string; commands: readonly Command[]; records: readonly FoundRecord[]; recent: readonly Recent[] }): PaletteGroup[] {
  const commands = matchingCommands(asked.commands, asked.text);
  const kinds = [...new Set(asked.records.map(({ kind }) => kind))];
  return [
    { value: "Recent", items: asked.text.trim() === "" ? asked.recent.map(recentItem) : [] },
    { value: "Go to", items: commands.filter((command) => command.id.startsWith("go.")).map(itemOf) },
    ...kinds.map((kind) => ({ value: KINDS[kind].label, items: asked.records.filter((record) => record.kind === kind).map((record) => recordItem(asked.home, record)) })),
    { value: "Do", items: commands.filter((command) => !command.id.startsWith("go.")).map(itemOf) },
  ].filter(({ items }) => items.length > 0);
}
