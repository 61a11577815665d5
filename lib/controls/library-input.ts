import { z } from "zod";
import { lineInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import { ANSWERERS } from "#lib/systems/client.ts";
import type { Approval } from "./approval.ts";
import { CONTROL_FREQUENCIES, CONTROL_KINDS, CRITICALITIES, MAPPING_ORIGINS, MAPPING_RELATIONS, SOURCE_KINDS, type ControlContent } from "./control.ts";
import { CONTROL_TEST_NAMES, MAX_STEP_TEXT, MAX_STEPS, stepProblems } from "./test-steps.ts";
import { MAX_CONTROLS, MAX_MAPPINGS_PER_CONTROL, MAX_REQUESTS_PER_CONTROL, MAX_TEXT } from "./limits.ts";

const text = textInput(MAX_TEXT);
const key = z.string().min(1).max(64).regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/u);

const mapping = z.strictObject({
  framework: key,
  requirement: key,
  relation: z.enum(MAPPING_RELATIONS),
  origin: z.enum(MAPPING_ORIGINS),
  rationale: text,
});

const request = z.strictObject({
  key,
  title: lineInput(200),
  asks: text,
  freshnessDays: z.number().int().min(1).max(3_660),
  accepts: z.array(z.enum(SOURCE_KINDS)).min(1).max(SOURCE_KINDS.length),
  answeredBy: z.array(z.string().max(40)).max(ANSWERERS.length).default([]),
});

const step = z.strictObject({
  key: z.string().max(4).regex(/^[A-Z]\d{1,3}$/u),
  does: lineInput(MAX_STEP_TEXT),
  population: lineInput(MAX_STEP_TEXT).nullable(),
  sample: lineInput(MAX_STEP_TEXT).nullable(),
  deviation: lineInput(MAX_STEP_TEXT),
});
const steps = z.array(step).max(MAX_STEPS).default([]);

const control = z.strictObject({
  code: key,
  title: lineInput(200),
  kind: z.enum(CONTROL_KINDS),
  frequency: z.enum(CONTROL_FREQUENCIES).nullable(),
  trigger: text.nullable(),
  ownerTeam: lineInput(200),
  processOwners: z.array(lineInput(200)).max(50),
  /** Null where nobody said. */
  criticality: z.enum(CRITICALITIES).nullable(),
  mappings: z.array(mapping).max(MAX_MAPPINGS_PER_CONTROL),
  evidenceRequests: z.array(request).max(MAX_REQUESTS_PER_CONTROL),
  statement: text,
  context: text,
  scope: text,
  guidance: text,
  howTested: text,
  designTest: steps,
  operatingTest: steps,
  whySufficient: text,
  auditorValidates: text,
  privateLinks: text,
}).superRefine((one, check) => {
  for (const test of CONTROL_TEST_NAMES) for (const { line, sentence } of stepProblems(one[test], test)) check.addIssue({ code: "custom", path: [test, line], message: sentence });
});

/** Controls in the form in which an organization adopts them. */
export const libraryInput = z.array(control).max(MAX_CONTROLS);
export type LibraryControl = z.output<typeof control>;

/** What the steps of an adoption are given. `whole`: a control given holds all that the organization wants of it, its own mappings and requests too. `approval`: who stands behind what existing controls say and map otherwise from here on. `since`: by code, from when what is written of single controls holds instead. */
export type AdoptArguments = Pick<VerbArguments<unknown>, "tx" | "context" | "scope" | "now"> & { controls: readonly LibraryControl[]; effectiveFrom: Date; whole?: boolean; approval?: Approval | null; since?: ReadonlyMap<string, Date> };

/**
 * Controls of content files, as {@link libraryInput} takes them: all, or those of the codes given. Lines and columns
 * of the files are left behind.
 */
export function libraryOf(controls: readonly { value: ControlContent }[], codes?: readonly string[]): LibraryControl[] {
  return controls.filter(({ value }) => codes?.includes(value.code) ?? true).map(({ value }) => ({
    code: value.code,
    title: value.title,
    kind: value.kind,
    frequency: value.frequency,
    trigger: value.trigger,
    ownerTeam: value.ownerTeam,
    processOwners: [...value.processOwners],
    criticality: value.criticality,
    mappings: value.mappings.map(({ framework, requirement, relation, origin, rationale }) => ({ framework, requirement, relation, origin, rationale })),
    evidenceRequests: value.evidenceRequests.map(({ key, title, asks, freshnessDays, accepts, answeredBy }) => ({ key, title, asks, freshnessDays, accepts: [...accepts], answeredBy: [...answeredBy] })),
    ...value.sections,
    ...value.tests,
  }));
}
