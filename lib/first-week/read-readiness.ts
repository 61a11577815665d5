import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { listControls, shippedLibrary, tailoredControls, type ControlList, type LibraryControl } from "#lib/controls/index.ts";
import { findAims, listEngagements, type AuditAim } from "#lib/engagements/index.ts";
import { listFrameworks, mappingsInForce, type FrameworkListRow } from "#lib/frameworks/index.ts";
import { requestsNow } from "#lib/overview/index.ts";
import { listOwners } from "#lib/ownership/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { systemAnswers } from "#lib/systems/index.ts";
import { SYSTEM_KIND_NAMES } from "#lib/systems/client.ts";
import { nextSteps, type NextStep, type ReadinessFacts } from "./next-steps.ts";

export type Readiness = {
  /** Each aim with how its requirements stand. */
  aims: (AuditAim & { framework: FrameworkListRow })[];
  controls: { total: number; counts: ControlList["counts"]; owned: number };
  requests: { total: number; known: number };
  next: NextStep[];
};

type Arguments = VerbArguments<Record<string, never>, readonly LibraryControl[]>;

/** How the requirements of the frameworks aimed at stand now, counted and never guessed, and what to do next. */
export const readReadiness = defineVerb({
  name: "first_week.read_readiness",
  permission: "first_week.manage",
  effect: "read",
  input: z.strictObject({}),
  prepare: () => shippedLibrary(),
  async run(args: Arguments): Promise<Readiness> {
    const { tx, scope, now } = args;
    const frameworks = await listFrameworks.definition.run({ ...args, input: {} });
    const aims = (await findAims(tx)).flatMap((aim) => {
      const framework = frameworks.find((one) => one.key === aim.frameworkKey);
      return framework === undefined ? [] : [{ ...aim, framework }];
    });
    const controls = await listControls.definition.run({ ...args, input: { size: 1 } });
    const owners = await listOwners.definition.run({ ...args, input: {} });
    const requests = await requestsNow(tx, scope, now);
    const unknown = requests.filter((one) => one.status === "never_collected" || one.status === "not_yet_known");
    const waiting = await requirementsByControl(args, aims);
    const answers = await systemAnswers(tx);
    const facts: ReadinessFacts = {
      unansweredKinds: SYSTEM_KIND_NAMES.filter((kind) => answers[kind] === undefined).length,
      aims: aims.length,
      controls: controls.total,
      requestChanges: await pendingChanges(args),
      withoutOwner: owners.controls.filter((one) => one.owner === null || one.owner.left).length,
      placeholders: owners.placeholders.filter((one) => one.controls > 0),
      withoutEngagement: await uncovered(args, aims),
      gaps: aims.map(({ framework: { key, name, counts } }) => ({ frameworkKey: key, name, unmapped: counts.unmapped, onlyContributed: counts.onlyContributed })),
      awaitingReview: controls.rows.length === 0 ? 0 : await awaitingReview(args),
      unknown: unknown.map((one) => ({ requestId: one.id, code: one.code, title: one.title, requirements: waiting.get(one.controlId) ?? 0 })),
    };
    return {
      aims,
      controls: { total: controls.total, counts: controls.counts, owned: owners.controls.length - facts.withoutOwner },
      requests: { total: requests.length, known: requests.length - unknown.length },
      next: nextSteps(facts),
    };
  },
});

/** How many requirements of the aims each control is mapped to. */
async function requirementsByControl({ tx, scope, now }: Arguments, aims: readonly AuditAim[]): Promise<Map<string, number>> {
  const wanted = new Set(aims.map((aim) => aim.frameworkKey));
  const mappings = (await mappingsInForce(tx, scope, asOfNow(now))).filter((one) => wanted.has(one.frameworkKey));
  return new Map([...Map.groupBy(mappings, (one) => one.controlId)].map(([controlId, ofControl]) => [controlId, ofControl.length]));
}

async function pendingChanges(args: Arguments): Promise<number> {
  const { ask, reword, retire } = (await tailoredControls(args, args.prepared)).tailoring.changes;
  return ask.length + reword.length + retire.length;
}

/** Aims whose framework has no engagement that ends with or after their period. */
async function uncovered(args: Arguments, aims: Readiness["aims"]): Promise<ReadinessFacts["withoutEngagement"]> {
  const engagements = await listEngagements.definition.run({ ...args, input: {} });
  return aims
    .filter((aim) => !engagements.some((one) => one.frameworkKey === aim.frameworkKey && one.lastDay >= aim.lastDay))
    .map(({ frameworkKey, framework, firstDay, lastDay, timeZone, type }) => ({ frameworkKey, name: framework.name, firstDay, lastDay, timeZone, type }));
}

async function awaitingReview(args: Arguments): Promise<number> {
  const { rows } = await listControls.definition.run({ ...args, input: { size: 200 } });
  return rows.reduce((sum, row) => sum + row.awaitingReview, 0);
}
