import { z } from "zod";
import type { Hit, Judgement, LogEvent, Measure } from "#lib/detection/index.ts";
import { Severity } from "#prisma/generated/enums.ts";

/** Texts taken from log lines are cut to this: an attacker chooses their length. */
const VALUE_MAX = 300;
const JSON_MAX = 400_000;

/** Somebody or something that an alert is about. */
export type Involved = { kind: "address" | "account" | "host" | "source" | "resource"; value: string };

/** A hit of the detection engine as it is stored: an alert when its key is new, later figures of one when it is not. */
export const alertDraft = z.strictObject({
  hitKey: z.string().min(1).max(64),
  ruleKey: z.string().max(256),
  ruleVersionId: z.string().max(64),
  ruleHash: z.string().length(64),
  title: z.string().max(256),
  severity: z.enum(Severity),
  groupKey: z.string().max(4000),
  entity: z.string().min(1).max(VALUE_MAX),
  firstEventAt: z.date(),
  lastEventAt: z.date(),
  eventCount: z.number().int().min(0).max(2_147_483_647),
  /** JSON: the places of the first and last matching lines. */
  lines: z.string().max(JSON_MAX),
  /** JSON: an {@link AlertExplanation}, or the parts of it that change as a burst grows. */
  explanation: z.string().max(JSON_MAX),
});
export type AlertDraft = z.output<typeof alertDraft>;

/** What is stored of any alert when it is raised, whatever it comes from. */
export type AlertFacts = Omit<AlertDraft, "ruleKey" | "ruleVersionId" | "ruleHash">;

/** What an alert's explanation column holds. */
export type AlertExplanation = {
  tree: Hit["explanation"];
  kind: Hit["kind"];
  groupKey: Record<string, string>;
  /** What the condition measured when it became true. */
  observed: number;
  linesTotal: number;
  /** The engine gave the burst up for memory: a later alert may be its continuation. */
  evicted: boolean;
  /** Alerts of the correlations that this one builds on, by hit key. */
  related: readonly string[];
  involved: Involved[];
  /** Of an alert that a baseline raised. */
  baseline?: BaselineExplanation;
};

/** All that the judgement of a day rests on. Nothing in it is random: the same days give the same answer. */
export type BaselineExplanation = { measure: Measure; actor: string; day: string } & Extract<Judgement, { verdict: "usual" | "unusual" }>;

const ADDRESS_FIELDS = ["sourceIp", "source", "sourceHost", "source.ip"];
/** Who acted before whose account it was. */
const ACCOUNT_FIELDS = ["user", "targetUser"];

/** Who and what an event names: where it came from, whose account, on which host. */
function involvedIn(groupKey: Readonly<Record<string, string>>, event: LogEvent | null): Involved[] {
  const found: Involved[] = [];
  const add = (kind: Involved["kind"], value: unknown): void => {
    if (typeof value !== "string" || value === "") return;
    const cut = storable(value);
    if (!found.some((one) => one.value === cut)) found.push({ kind, value: cut });
  };
  const fields = { ...event, ...groupKey } as Record<string, unknown>;
  for (const field of ADDRESS_FIELDS) add("address", fields[field]);
  for (const field of ACCOUNT_FIELDS) add("account", fields[field]);
  add("host", fields["host"]);
  for (const [field, value] of Object.entries(groupKey)) if (![...ADDRESS_FIELDS, ...ACCOUNT_FIELDS, "host"].includes(field)) add("source", value);
  return found.slice(0, 6);
}

type Frame = { ruleVersionId: string; severity: Severity; sourceName: string; receivedAt: Date };

/**
 * @param event the event that raised the hit; null for a later state of it, which then leaves who is involved as it was
 */
export function draftOf(hit: Hit, event: LogEvent | null, frame: Frame): AlertDraft {
  const involved = involvedIn(hit.groupKey, event);
  const entity = entityOf(hit.groupKey, involved) ?? storable(frame.sourceName);
  const groupKey = Object.fromEntries(Object.entries(hit.groupKey).map(([field, value]) => [storable(field).slice(0, 80), storable(value)]));
  const explanation: Partial<AlertExplanation> = {
    tree: hit.explanation,
    kind: hit.kind,
    groupKey,
    observed: hit.observed,
    linesTotal: hit.linesTotal,
    evicted: hit.evicted,
    related: hit.related.map((one) => one.hitKey),
    ...(event === null ? {} : { involved }),
  };
  return {
    hitKey: hit.hitKey,
    ruleKey: hit.ruleId,
    ruleVersionId: frame.ruleVersionId,
    ruleHash: hit.ruleHash,
    title: hit.title,
    severity: frame.severity,
    groupKey: JSON.stringify(groupKey).slice(0, 4000),
    entity,
    firstEventAt: hit.firstTime === null ? frame.receivedAt : new Date(hit.firstTime),
    lastEventAt: hit.lastTime === null ? frame.receivedAt : new Date(hit.lastTime),
    eventCount: Math.min(hit.count, 2_147_483_647),
    lines: JSON.stringify(hit.lines),
    explanation: boundedJson(explanation),
  };
}

/** An alert about one group is about that group's first value; else about who or what its event names first. */
function entityOf(groupKey: Readonly<Record<string, string>>, involved: readonly Involved[]): string | undefined {
  const grouped = Object.values(groupKey).find((value) => value !== "");
  return grouped === undefined ? involved[0]?.value : storable(grouped);
}

/** PostgreSQL's text and jsonb hold no NUL, and jsonb no half of a surrogate pair; a log line may have either. */
export function storable(text: string): string {
  return text.slice(0, VALUE_MAX).replaceAll("\0", "\uFFFD").toWellFormed();
}

function boundedJson(explanation: Partial<AlertExplanation>): string {
  const clean = (_key: string, value: unknown): unknown => (typeof value === "string" ? value.replaceAll("\0", "\uFFFD").toWellFormed() : value);
  const text = JSON.stringify(explanation, clean);
  if (text.length <= JSON_MAX) return text;
  const { label, kind, matched } = explanation.tree ?? { label: "", kind: "rule", matched: true };
  return JSON.stringify({ ...explanation, tree: { label: label.slice(0, VALUE_MAX), kind, matched } }, clean);
}
