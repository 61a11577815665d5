import type { ReactNode } from "react";
import { Chain, type ChainNode } from "#app/_ui/chain.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { Section } from "#app/_ui/section.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timeline, type TimelineDay } from "#app/_ui/timeline.tsx";
import { VisibilityBadge } from "#app/_ui/visibility-badge.tsx";
import { LINK_WORDS, type ChainLink } from "#lib/incidents/client.ts";
import type { IncidentEntryView, IncidentView } from "#lib/incidents/index.ts";
import { durationWords } from "./duration.ts";

/** The chain and the timeline of an incident: the same record for staff, auditors and paper. */
export function IncidentRecord({ incident, zone }: { incident: IncidentView; zone: string }) {
  const done = incident.chain.filter((link) => link.at !== null);
  const weak = incident.chain.filter((link) => link.weakness !== null).length;
  const first = done[0]?.at;
  const last = done.at(-1)?.at;
  const span = first == null || last == null ? "" : `; ${LINK_WORDS[done[0]!.name].toLowerCase()} to ${LINK_WORDS[done.at(-1)!.name].toLowerCase()} ${durationWords(last.getTime() - first.getTime())}`;
  return (
    <>
      <Section
        title="Chain"
        count={`${done.length} of ${incident.chain.length} links${weak === 0 ? "" : `, ${weak} missing or out of order`}${span}`}
        aside={<span className="text-xs text-muted">Times in {zone}</span>}
      >
        <Chain label={`Chain of ${incident.name}`} nodes={chainNodes(incident.chain, zone)} />
      </Section>
      <Section title="Timeline" count={`${incident.entries.length} ${incident.entries.length === 1 ? "entry" : "entries"}`}>
        <Timeline days={timelineDays(incident.entries, zone)} />
      </Section>
    </>
  );
}

function chainNodes(chain: readonly ChainLink[], zone: string): ChainNode[] {
  return chain.map((link, index) => {
    const next = chain.slice(index + 1).find((later) => later.at !== null);
    return {
      name: LINK_WORDS[link.name],
      state: link.weakness === "skipped" ? "broken" : link.at === null ? "open" : link.name === "closed" ? "closed" : "done",
      ...(link.at === null
        ? {}
        : { time: formatInstant(link.at, zone, "clock"), iso: link.at.toISOString(), date: formatInstant(link.at, zone, "day") }),
      ...(link.weakness === "out_of_order" ? { note: "Before the link ahead of it" } : {}),
      ...(link.at === null || next?.elapsedMs == null ? {} : { elapsed: durationWords(next.elapsedMs), elapsedSeconds: next.elapsedMs / 1000 }),
    };
  });
}

const KEY_KINDS = new Set<IncidentEntryView["kind"]>(["declared", "contained", "resolved", "closed", "reopened"]);

function timelineDays(entries: readonly IncidentEntryView[], zone: string): TimelineDay[] {
  const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: zone });
  const days = new Map<string, { date: string; weekday: string; at: Date; entries: TimelineDay["entries"][number][] }>();
  for (const entry of entries) {
    const date = formatInstant(entry.at, zone, "date");
    const day = days.get(date) ?? { date, weekday: weekday.format(entry.at), at: entry.at, entries: [] };
    day.entries.push({
      id: entry.id,
      time: formatInstant(entry.at, zone, "clock"),
      iso: entry.at.toISOString(),
      key: KEY_KINDS.has(entry.kind),
      body: entryBody(entry),
      actor: entry.by,
    });
    days.set(date, day);
  }
  const list = [...days.values()];
  return list.map(({ at, ...day }, index) => {
    const next = list[index + 1];
    const silent = next === undefined ? 0 : Math.round((next.at.getTime() - at.getTime()) / 86_400_000) - 1;
    return silent < 1 ? day : { ...day, gapAfter: `${silent} ${silent === 1 ? "day" : "days"} without entries` };
  });
}

function entryBody(entry: IncidentEntryView): ReactNode {
  const said = entry.text === "" ? null : <span className="whitespace-pre-line">: {entry.text}</span>;
  switch (entry.kind) {
    case "declared":
      return <><strong>Declared an incident</strong>{entry.severity === null ? null : <>, <Severity level={entry.severity} /></>}{said}</>;
    case "assigned":
      return <>Assigned to {entry.assignee ?? "nobody"}</>;
    case "severity_set":
      return <>Severity now {entry.severity === null ? "unknown" : <Severity level={entry.severity} />}{said}</>;
    case "commented":
      return <><span className="whitespace-pre-line">“{entry.text}”</span> <VisibilityBadge to={entry.visibility === "internal" ? "internal" : "auditor"} /></>;
    case "contained":
      return <><strong>Contained</strong>{said}</>;
    case "resolved":
      return <><strong>Resolved</strong>{said}</>;
    case "closed":
      return <><strong>Closed</strong>{said}</>;
    case "reopened":
      return <><strong>Reopened</strong>{said}</>;
    case "alert_added":
      return <>Alert added{said}</>;
    case "evidence_added":
      return <>Used as evidence{said}</>;
  }
}
