import { z } from "zod";
import { defineVerb, idInput, memberNames, type VerbArguments } from "#lib/access/index.ts";
import { actedFor } from "#lib/acting/index.ts";
import { requestOwnerNames, requireControls, type ControlName } from "#lib/controls/index.ts";
import { authorName } from "#lib/evidence/index.ts";
import { frameworkLabels, mappingsInForce, requirementTitles, type FrameworkLabel } from "#lib/frameworks/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { settingAt } from "#lib/settings/index.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { todayOf } from "./create-finding.ts";
import { causesOf, controlIdsOf, proofsOf, requirementsNamed, stepsOf, ticketsOf, type FindingProof, type FindingTicket } from "./finding-parts.repository.ts";
import { eventsOf, requireFinding, type StoredEvent, type StoredFinding } from "./finding.repository.ts";
import { mayRemedy, ownsNow } from "./record-step.ts";
import { keyOf } from "./requirements.ts";
import { findingStanding, type FindingStanding } from "./standing.ts";
import { eventText, findingName, type FindingEventKind, type FindingSource, type FindingStatus, type FindingVisibility } from "./words.ts";

export type FindingEventView = { id: string; kind: FindingEventKind; at: Date; by: string; /** In whose stead they did it. */ insteadOf: string[]; text: string; severity: Severity | null; dueOn: string | null; acceptedUntil: string | null; owner: string | null };

/** A requirement that a finding touches: named by a person, or answered by one of its controls. */
export type TouchedRequirement = { frameworkKey: string; framework: string; code: string; title: string; named: boolean };

export type FindingView = {
  id: string;
  name: string;
  title: string;
  description: string;
  status: FindingStatus;
  standing: FindingStanding;
  severity: Severity;
  visibility: FindingVisibility;
  source: { kind: FindingSource; id: string | null; name: string };
  raisedAt: Date;
  raisedBy: string;
  ownerMemberId: string | null;
  owner: string | null;
  /** `dueDays` of the policy counted from `dueFrom`; null once a person moved it. */
  due: { on: string; days: number | null; from: string };
  rootCause: string;
  plan: string;
  remediatedBy: string | null;
  accepted: { until: string; by: string } | null;
  settledAt: Date | null;
  controls: ControlName[];
  requirements: TouchedRequirement[];
  /** The facts by which Tickmark raised it or saw it again, oldest first. */
  causes: { text: string; at: Date }[];
  steps: { id: string; text: string; doneAt: Date | null; doneBy: string | null }[];
  evidence: FindingProof[];
  tickets: FindingTicket[];
  events: FindingEventView[];
  today: string;
  /** What this person is to the finding: rules of who may do what depend on it. */
  mine: { owns: boolean; raised: boolean; remediated: boolean; mayRemedy: boolean };
};

/** One finding with what it rests on, what is done about it, and its history. An auditor reads what is shared, of the engagement's controls. */
export const readFinding = defineVerb({
  name: "findings.read",
  permission: "findings.read",
  effect: "read",
  input: z.strictObject({ findingId: idInput }),
  async run(args): Promise<FindingView> {
    const { tx, scope, context, now } = args;
    const { organizationId, actor } = context;
    const finding = await requireFinding(tx, scope, args.input.findingId);
    const { id, state } = finding;
    const events = await eventsOf(tx, organizationId, [id]);
    const steps = await stepsOf(tx, organizationId, id);
    const acted = await actedFor(tx, organizationId, events.map((event) => event.id));
    const names = await namesOf(args, finding, events, steps.flatMap((step) => step.doneBy ?? []));
    const controls = await requireControls(tx, scope, (await controlIdsOf(tx, scope, [id])).get(id) ?? []);
    const today = await todayOf(tx, organizationId, now);
    const me = actor.kind === "member" ? actor.memberId : null;
    return {
      id, name: findingName(finding), title: finding.title, description: finding.description,
      status: state.status, standing: findingStanding(state, today, await settingAt(tx, "due_soon_days")), severity: state.severity, visibility: state.visibility,
      // An auditor is told what it was raised from, and is not led there: the record may lie outside of the engagement.
      source: { kind: finding.sourceKind, id: scope.engagement === null ? finding.sourceId : null, name: finding.sourceName },
      raisedAt: finding.raisedAt, raisedBy: names.person(finding.raisedBy),
      ownerMemberId: state.ownerMemberId, owner: names.owner(state),
      due: { on: state.dueOn, days: state.dueDays, from: state.dueFrom },
      rootCause: state.rootCause, plan: state.plan,
      remediatedBy: state.remediatedBy === null ? null : names.person(state.remediatedBy),
      accepted: state.acceptedUntil === null ? null : { until: state.acceptedUntil, by: names.person(state.acceptedBy ?? "") },
      settledAt: state.settledAt,
      controls, requirements: await requirementsOf(args, id, controls), causes: await causesOf(tx, organizationId, id),
      steps: steps.map((step) => ({ ...step, doneBy: step.doneBy === null ? null : names.person(step.doneBy) })),
      evidence: await proofsOf(tx, scope, id), tickets: await ticketsOf(tx, organizationId, id),
      events: events.map(({ kind, at, text, severity, dueOn, acceptedUntil, memberId, ...event }) => ({ id: event.id, kind, at, text: eventText({ kind, text }, scope.engagement !== null), severity, dueOn, acceptedUntil, by: names.person(memberId), insteadOf: acted.get(event.id)?.map((one) => one.name) ?? [], owner: names.owner(event) })),
      today,
      mine: { owns: await ownsNow(args, finding), raised: me === finding.raisedBy, remediated: me !== null && me === state.remediatedBy, mayRemedy: await mayRemedy(args, finding) },
    };
  },
});

type Owned = { ownerMemberId: string | null; ownerPlaceholderId: string | null };

async function namesOf({ tx, context: { organizationId } }: VerbArguments<unknown>, finding: StoredFinding, events: readonly StoredEvent[], others: readonly string[]) {
  const { state, raisedBy } = finding;
  const people = await memberNames(tx, organizationId, [...new Set([raisedBy, state.remediatedBy, state.acceptedBy, ...others, ...events.map((event) => event.memberId)].flatMap((one) => one ?? []))]);
  const owned: (Owned & { id: string })[] = [{ ...state, id: keyOfOwner(state) }, ...events.map((event) => ({ ...event, id: keyOfOwner(event) }))];
  const owners = await requestOwnerNames(tx, organizationId, owned);
  return { person: (id: string): string => authorName(id, people), owner: (one: Owned): string | null => owners.get(keyOfOwner(one)) ?? null };
}

function keyOfOwner({ ownerMemberId, ownerPlaceholderId }: Owned): string {
  return ownerMemberId ?? ownerPlaceholderId ?? "";
}

async function requirementsOf({ tx, scope, context, now }: VerbArguments<unknown>, findingId: string, controls: readonly ControlName[]): Promise<TouchedRequirement[]> {
  const named = (await requirementsNamed(tx, context.organizationId, findingId)).map((one) => ({ ...one, named: true }));
  const inForce = controls.length === 0 ? [] : await mappingsInForce(tx, scope, asOfNow(now), { controlIds: controls.map(({ id }) => id) });
  const mapped = inForce.map(({ frameworkKey, requirementCode }) => ({ frameworkKey, requirementCode, named: false }));
  const touched = [...new Map([...mapped, ...named].map((one) => [keyOf(one), one])).values()];
  if (touched.length === 0) return [];
  const labels = await frameworkLabels(tx);
  const titles = await requirementTitles(tx, [...new Set(touched.map((one) => one.frameworkKey))]);
  return touched
    .map((one) => ({ frameworkKey: one.frameworkKey, framework: frameworkName(labels.get(one.frameworkKey), one.frameworkKey), code: one.requirementCode, title: titles.get(keyOf(one)) ?? "", named: one.named }))
    .sort((a, b) => (a.framework === b.framework ? a.code.localeCompare(b.code, "en", { numeric: true }) : a.framework < b.framework ? -1 : 1));
}

function frameworkName(label: FrameworkLabel | undefined, key: string): string {
  return label === undefined ? key : `${label.name} ${label.edition}`;
}
