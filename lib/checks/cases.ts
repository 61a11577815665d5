import { z } from "zod";
import { rowSchema, type Row } from "#lib/connector/index.ts";
import { judgeCheck } from "./judge.ts";
import type { Check, CheckMetadata, Outcome } from "./types.ts";

const part = z.record(z.string(), z.json());
const cases = z.array(z.strictObject({ expects: z.enum(["pass", "fail", "error", "not_applicable"]), subject: part, others: z.array(part).default([]), parameters: z.record(z.string(), z.number()).default({}) })).min(3);

export type CheckCase = z.output<typeof cases>[number];

/** By the clock of every case. */
const NOW = new Date("2026-03-02T09:00:00Z");
const AT = "2026-03-01T00:00:00.000Z";

const severity = { degree: "high", word: "HIGH" };
/** What a thing is like where a case says nothing of it. */
const USUAL: Readonly<Record<string, object>> = {
  resource: { name: "subject", account: null, region: null, tags: {}, createdAt: null, attributes: {} },
  monitor: { name: "subject", enabled: true, criterion: "above 80", severity: null, watches: [], tells: [], updatedAt: null, attributes: {} },
  vulnerability: {
    identifiers: ["CVE-2026-0001"], title: "subject", severity, score: null, state: "open", status: "ACTIVE", resource: "resource", component: null, installedVersion: null, fixedVersion: null, fixAvailable: null,
    firstSeenAt: AT, lastSeenAt: null, fixedAt: null, dismissedBy: null, dismissedReason: null, recommendation: null,
  },
  vendor_alert: { title: "subject", rule: null, severity, state: "open", status: "NEW", firstSeenAt: AT, lastSeenAt: null, closedAt: null, resource: null, closedBy: null, closedReason: null, attributes: {} },
  change: { key: "subject#1", title: "subject", state: "merged", author: { id: "1", name: "author" }, mergedBy: null, createdAt: AT, updatedAt: AT, mergedAt: AT, approvals: [], attributes: {} },
  coverage: { via: "monitoring", by: "tool", resource: "subject", state: "covered", status: "ok", reason: null, lastSeenAt: null },
};

/** The cases that stand beside a check. @throws z.ZodError */
export const readCheckCases = (value: unknown): CheckCase[] => cases.parse(value);

/** What the check makes of a case's thing: to be held against what the case expects. @throws z.ZodError when the thing is no row */
export function judgeCase(check: Check, { subject, others, parameters }: CheckCase): Outcome {
  const rows = [rowOf(check.metadata.subject.kind, { ...(check.metadata.subject.type === undefined ? {} : { type: check.metadata.subject.type }), ...subject }, "subject"), ...others.map((other, index) => rowOf(String(other.kind), other, `other-${index}`))];
  const [result] = judgeCheck(check, { rows, gaps: [], now: NOW }, parameters);
  return { state: result?.state ?? "error", reason: result?.reason ?? "" };
}

/** What the check makes of each gap that its metadata name, and of nothing at all. */
export function judgeGaps(check: Check): { gaps: string[]; nothing: string } {
  const states = (reason: "denied" | "disabled"): string[] => check.metadata.needs.map((operation) => judgeCheck({ ...check, metadata: { ...check.metadata, off_judged_by: {} } }, { rows: [], gaps: [{ reason, operation, scope: "somewhere", says: "It was refused." }], now: NOW })[0]?.state ?? "none");
  return { gaps: [...new Set([...states("denied"), ...states("disabled")])], nothing: judgeCheck(check, { rows: [], gaps: [], now: NOW })[0]?.state ?? "none" };
}

function rowOf(kind: CheckMetadata["subject"]["kind"] | string, more: object, id: string): Row {
  return rowSchema.parse({ kind, externalId: id, scope: null, url: null, ...USUAL[kind], ...more });
}
