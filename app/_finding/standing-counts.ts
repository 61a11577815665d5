import { roleHolds } from "#lib/access/index.ts";
import { SEVERITY_WORDS } from "#lib/alerts/client.ts";
import { countStandingFindings, type StandingCount } from "#lib/findings/index.ts";
import type { Context } from "#lib/platform/context.ts";

type Asked = Parameters<typeof countStandingFindings>[1];

/** What stands against the rows of a list; nothing is told to who reads no findings. */
export async function standingCounts(context: Context, asked: Asked): Promise<ReadonlyMap<string, StandingCount>> {
  const { actor } = context;
  const may = actor.kind === "member" && roleHolds(actor.role, "findings.read");
  return may && asked.subjects.length > 0 ? countStandingFindings(context, asked) : new Map();
}

/** `3 findings, worst high, 1 late; 1 accepted risk`; empty where nothing stands. */
export function standingText(count: StandingCount | undefined): string {
  if (count === undefined) return "";
  const { open, worst, late, accepted } = count;
  const first = worst === null ? [] : [open === 1 ? `1 ${SEVERITY_WORDS[worst].toLowerCase()} finding` : `${open} findings, worst ${SEVERITY_WORDS[worst].toLowerCase()}`];
  const risks = accepted === 0 ? [] : [`${accepted} accepted ${accepted === 1 ? "risk" : "risks"}`];
  return [[...first, ...(late === 0 ? [] : [`${late} late`])].join(", "), ...risks].filter((part) => part !== "").join("; ");
}
