import { CONTROL_TEST_NAMES, type ControlSections, type TestStep } from "#lib/controls/index.ts";
import type { FrameworkRow, RequirementRow } from "#lib/frameworks/index.ts";
import { inOrder, plain } from "../control-file.ts";
import type { FileControl } from "../file-control.ts";
import { label, NAMESPACE, OSCAL_VERSION, property, tokenOf, uuidOf, type Property } from "./names.ts";

type Part = { id: string; name: string; ns?: string; title?: string; props?: Property[]; prose?: string; parts?: Part[] };
type Link = { href: string; rel: string };
type Control = { id: string; title: string; props: Property[]; links?: Link[]; parts?: Part[]; controls?: Control[] };
type Group = { id: string; title: string; props: Property[]; controls: Control[] };
export type Metadata = { title: string; "last-modified": string; version: string; "oscal-version": string };
export type Catalog = { catalog: { uuid: string; metadata: Metadata; groups?: Group[]; controls?: Control[] } };

/** Whose controls, when one of them was changed last, and a name of this state. */
export type Edition = { organizationId: string; organization: string; changedAt: Date; version: string };

export function metadataOf(title: string, { changedAt, version }: Pick<Edition, "changedAt" | "version">): Metadata {
  return { title, "last-modified": changedAt.toISOString(), version, "oscal-version": OSCAL_VERSION };
}

/** The part of an OSCAL control that holds each text; those in a namespace are ours. */
export const PART_NAMES: Readonly<Record<keyof ControlSections, { name: string; own?: true }>> = {
  statement: { name: "statement" },
  context: { name: "overview" },
  scope: { name: "scope", own: true },
  guidance: { name: "guidance" },
  howTested: { name: "assessment-method" },
  whySufficient: { name: "sufficiency", own: true },
  auditorValidates: { name: "assessment-objective" },
  privateLinks: { name: "private-links", own: true },
};

/** An organization's controls as an OSCAL catalog. */
export function controlCatalog(controls: readonly FileControl[], edition: Edition): Catalog {
  return {
    catalog: {
      uuid: uuidOf("catalog", edition.organizationId, edition.version),
      metadata: metadataOf(`Controls of ${edition.organization}`, edition),
      ...(controls.length === 0 ? {} : { controls: controls.map(controlOf) }),
    },
  };
}

function controlOf(control: FileControl): Control {
  const id = tokenOf(control.code);
  const texts = (Object.keys(PART_NAMES) as (keyof ControlSections)[]).flatMap((part) => {
    const { name, own } = PART_NAMES[part];
    return textPart(id, name, own === true, control[part]);
  });
  return {
    id,
    title: control.title,
    props: [
      ...label(control.code), ...property("kind", control.kind), ...property("frequency", control.frequency), ...property("owner", control.ownerTeam), ...property("criticality", control.criticality),
      ...control.processOwners.flatMap((owner) => property("process-owner", owner)), ...property("effective-from", control.effectiveFrom), ...withdrawn(control),
    ],
    ...(control.retired?.successor == null ? {} : { links: [{ href: `#${tokenOf(control.retired.successor)}`, rel: SUCCESSOR }] }),
    parts: [...texts, ...ending(id, control), ...textPart(id, "trigger", true, control.trigger ?? ""), ...CONTROL_TEST_NAMES.flatMap((test) => control[test].map((step) => stepPart(id, test, step))), ...control.evidenceRequests.map((request): Part => ({
      id: `${id}_evidence-${tokenOf(request.key)}`, name: "evidence-request", ns: NAMESPACE, title: request.title,
      props: [...property("key", request.key), ...property("freshness-days", String(request.freshnessDays)), ...request.accepts.flatMap((kind) => property("accepts", kind))],
      ...(plain(request.asks) === "" ? {} : { prose: plain(request.asks) }),
    }))],
  };
}

/** How OSCAL's own catalogs say that a control is no more, and by which one it goes on. */
export const WITHDRAWN = { name: "status", value: "withdrawn" } as const;
export const SUCCESSOR = "moved-to";
export const ENDED_MAPPING = "ended-mapping";

const withdrawn = ({ retired }: FileControl): Property[] => (retired === null ? [] : [WITHDRAWN, ...property("retired-from", retired.from), ...property("successor", retired.successor)]);

/** Why a control holds no more, and what it answered until then: a component definition says what is answered now. */
function ending(id: string, { retired, mappings }: FileControl): Part[] {
  if (retired === null) return [];
  return [...textPart(id, "retirement", true, retired.reason), ...inOrder(mappings).map((one, at): Part => ({
    id: `${id}_ended-${at + 1}`, name: ENDED_MAPPING, ns: NAMESPACE,
    props: [...property("framework", one.framework), ...property("requirement", one.requirement), ...property("relation", one.relation), ...property("origin", one.origin)],
    ...(plain(one.rationale) === "" ? {} : { prose: plain(one.rationale) }),
  }))];
}

/** What a step says of its population, its sample and a deviation, as parts of it. */
const STEP_FACTS = ["population", "sample", "deviation"] as const;
export const STEP_PART = "test-step";

function stepPart(id: string, test: string, step: TestStep): Part {
  const own = `${id}_test-${step.key}`;
  return {
    id: own, name: STEP_PART, ns: NAMESPACE, props: [...property("test", test), ...property("key", step.key)], prose: step.does,
    parts: STEP_FACTS.flatMap((fact) => textPart(own, fact, true, step[fact] ?? "")),
  };
}

function textPart(id: string, name: string, own: boolean, text: string): Part[] {
  const prose = plain(text);
  return prose === "" ? [] : [{ id: `${id}_${name}`, name, ...(own ? { ns: NAMESPACE } : {}), prose }];
}

type Item = Pick<RequirementRow, "code" | "groupCode" | "groupTitle" | "parentCode" | "title">;

/** A framework as an OSCAL catalog: identifiers, and titles in our own words. */
export function frameworkCatalog(framework: Pick<FrameworkRow, "key" | "name" | "edition" | "contentHash">, requirements: readonly Item[]): Catalog {
  const children = Map.groupBy(requirements, (one) => one.parentCode ?? "");
  const known = new Set(requirements.map((one) => one.code));
  const nested = (one: Item): Control => {
    const below = (children.get(one.code) ?? []).map(nested);
    return { id: tokenOf(one.code), title: one.title, props: label(one.code), ...(below.length === 0 ? {} : { controls: below }) };
  };
  const top = requirements.filter((one) => one.parentCode === null || !known.has(one.parentCode));
  const groups = [...Map.groupBy(top, (one) => one.groupCode)].map(([code, members]): Group => ({
    id: `group-${tokenOf(code)}`, title: members[0]?.groupTitle ?? code, props: label(code), controls: members.map(nested),
  }));
  return {
    catalog: {
      uuid: uuidOf("framework", framework.key, framework.contentHash),
      // A framework's state is its content hash; it has no time of change.
      metadata: metadataOf(`${framework.name} ${framework.edition}, titles in our own words`, { changedAt: new Date(0), version: framework.contentHash.slice(0, 12) }),
      ...(groups.length === 0 ? {} : { groups }),
    },
  };
}
