import { z } from "zod";
import { defineVerb, roleHolds, type Permission } from "#lib/access/index.ts";
import { allControls, headersInForce } from "#lib/controls/index.ts";
import { listEngagements } from "#lib/engagements/index.ts";
import { adoptionsAt, frameworkLabels, requirementsOf } from "#lib/frameworks/index.ts";
import { listIncidents } from "#lib/incidents/index.ts";
import { owningMembers } from "#lib/ownership/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { keyOf } from "./requirements.ts";

type Choice = { id: string; name: string };

/** What the forms of a finding offer. Sources are those that this person may read. */
export type FindingChoices = {
  controls: (Choice & { code: string })[];
  /** Of the editions that are adopted; the id is `framework code`. */
  requirements: (Choice & { code: string; framework: string })[];
  people: Choice[];
  incidents: Choice[];
  engagements: Choice[];
};

/** The newest ones: an older incident is found by its number, on its own page. */
const INCIDENTS = 100;

/** What a finding can touch, who can own it, and what it can be raised from. */
export const listFindingChoices = defineVerb({
  name: "findings.list_choices",
  permission: "findings.raise",
  effect: "read",
  input: z.strictObject({}),
  async run(args): Promise<FindingChoices> {
    const { tx, scope, context: { organizationId, actor }, now } = args;
    const holds = (permission: Permission): boolean => actor.kind === "member" && roleHolds(actor.role, permission);
    const titles = await headersInForce(tx, organizationId, asOfNow(now));
    const adopted = [...(await adoptionsAt(tx, organizationId)).values()].filter((one) => one.state === "adopted").map((one) => one.frameworkKey);
    const labels = await frameworkLabels(tx);
    const incidents = holds("incidents.read") ? (await listIncidents.definition.run({ ...args, input: { size: INCIDENTS } })).rows : [];
    const engagements = holds("engagements.read") ? await listEngagements.definition.run({ ...args, input: {} }) : [];
    return {
      controls: (await allControls(tx, scope)).map(({ id, code }) => ({ id, code, name: titles.get(id)?.title ?? "" })),
      requirements: (await requirementsOf(tx, adopted)).map(({ frameworkKey, code, title }) => ({ id: keyOf({ frameworkKey, requirementCode: code }), code, name: title, framework: labels.get(frameworkKey)?.name ?? frameworkKey })),
      people: (await owningMembers(tx, organizationId)).map(({ id, name }) => ({ id, name })),
      incidents: incidents.map(({ id, name, title }) => ({ id, name: `${name} ${title}` })),
      engagements: engagements.map(({ id, name }) => ({ id, name })),
    };
  },
});
