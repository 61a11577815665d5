import { alertName, SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { listAlerts } from "#lib/alerts/index.ts";
import { SCAN_NOTES } from "#lib/logs/client.ts";
import type { SegmentView } from "#lib/logs/index.ts";
import type { Context } from "#lib/platform/context.ts";

/** Alerts named one by one; the interface shows the rest. */
const NAMED = 20;

const shown = (value: number): string => value.toLocaleString("en-GB");

/** What reading a segment came to: counts, notes and alerts, as lines for the terminal. */
export async function resultLines(context: Context, segment: SegmentView): Promise<string[]> {
  const counts: [string, number][] = [
    ["lines", segment.lines],
    ["understood", segment.parsedLines],
    ["not understood", segment.unparsedLines],
    ["longer than 1 MiB, cut", segment.truncatedLines],
    ["not UTF-8", segment.invalidUtf8Lines],
    ["alerts", segment.alerts],
  ];
  const lines = counts.map(([label, count]) => `  ${label.padEnd(24)}${shown(count).padStart(12)}`);
  if (segment.firstEventAt !== null && segment.lastEventAt !== null) {
    lines.push(`  ${"events".padEnd(24)}${segment.firstEventAt.toISOString()} to ${segment.lastEventAt.toISOString()}`);
  }
  lines.push(...segment.notes.map((note) => `  Note: ${SCAN_NOTES[note as keyof typeof SCAN_NOTES]?.text ?? note}`));
  lines.push(...segment.unparsedSample.slice(0, 3).map((line) => `  Not understood, line ${shown(line.number)}: ${line.text.slice(0, 100)}`));
  if (segment.alerts === 0) return lines;
  const { rows, nextCursor } = await listAlerts(context, { segment: segment.id, pageSize: NAMED });
  lines.push(...rows.map((row) => `  ${alertName(row.number).padEnd(10)} ${SEVERITY_WORDS[row.severity].padEnd(9)} ${row.title}: ${row.entity} (${shown(row.eventCount)} ${row.eventCount === 1 ? "event" : "events"})`));
  if (nextCursor !== null) lines.push(`  and more: see Alerts in the interface.`);
  return lines;
}
