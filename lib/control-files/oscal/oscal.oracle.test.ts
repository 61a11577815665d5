import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import formats from "ajv-formats";
import { beforeAll, describe, expect, test } from "vitest";
import { libraryOf, loadControlContent } from "#lib/controls/index.ts";
import { loadFrameworkContent } from "#lib/frameworks/index.ts";
import type { FileControl } from "../file-control.ts";
import { readOscal } from "./read-oscal.ts";
import { controlCatalog, frameworkCatalog, type Catalog, type Edition } from "./write-catalog.ts";
import { componentDefinition, frameworkFile, type ComponentDefinition } from "./write-components.ts";

// NIST's own JSON schemas judge what is written of the whole library; every reference in it must lead somewhere.

const CONTROLS = path.join(import.meta.dirname, "..", "..", "..", "controls");
const edition: Edition = { organizationId: "org_x", organization: "Fernhall Systems", changedAt: new Date("2026-10-01T00:00:00Z"), version: "1" };
// Its types name a default export beside the module's own.
const addFormats = (formats as unknown as { default: (ajv: Ajv) => Ajv }).default;
const SCHEMAS = ["1-1-2", "1-1-3", "1-2-2"] as const;

let folder: string;
let library: FileControl[];
let catalog: Catalog;
let components: ComponentDefinition;
let frameworks: Map<string, Catalog>;
beforeAll(async () => {
  if (process.env.TICKMARK_ORACLES === undefined) throw new Error("TICKMARK_ORACLES must name the folder of oracles");
  folder = path.join(process.env.TICKMARK_ORACLES, "packets", "oscal");
  // The first one is followed by the second, so that a retired control is judged as well.
  library = libraryOf((await loadControlContent(CONTROLS)).controls).map((one, at, all) => ({
    ...one, effectiveFrom: "2026-10-01T00:00:00Z", retired: at > 0 ? null : { from: "2026-11-01T00:00:00Z", reason: "Bought as a service.", successor: all[1]?.code ?? null },
  }));
  const loaded = (await loadFrameworkContent(CONTROLS)).frameworks.map(({ value, sha256 }) => ({ key: value.id, name: value.name, edition: value.edition, contentHash: sha256, items: value.requirements.map((one) => ({ code: one.id, title: one.title, parentCode: one.parent, groupCode: one.group ?? "", groupTitle: value.groups.find(({ id }) => id === one.group)?.title ?? "" })) }));
  catalog = controlCatalog(library, edition);
  components = componentDefinition(library, loaded, edition);
  frameworks = new Map(loaded.map((one) => [one.key, frameworkCatalog(one, one.items)]));
});

function problemsWith(version: string, document: object): unknown[] {
  const schema = JSON.parse(readFileSync(path.join(folder, `oscal_complete_schema-${version}.json`), "utf8")) as object;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: true });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  validate(document);
  return validate.errors ?? [];
}

describe.each(SCHEMAS)("by NIST's schema of OSCAL %s", (version) => {
  test("catalog, component definition and every framework's catalog are valid, and a broken one is not", () => {
    for (const document of [catalog, components, ...frameworks.values()]) expect(problemsWith(version, document)).toEqual([]);
    expect(problemsWith(version, { catalog: { ...catalog.catalog, uuid: "no uuid" } }).length).toBeGreaterThan(0);
  });
});

/** Identifiers of a catalog's controls, nested ones too. */
function idsOf({ catalog: { controls = [], groups = [] } }: Catalog): string[] {
  type Nested = NonNullable<Catalog["catalog"]["controls"]>;
  const below = (list: Nested): string[] => list.flatMap((one) => [one.id, ...below(one.controls ?? [])]);
  return [...below(controls), ...groups.flatMap((group) => below(group.controls))];
}

test("every reference resolves: source to resource, resource to a catalog's file, control-id to a control of that catalog", () => {
  const { components: all = [], "back-matter": matter } = components["component-definition"];
  const files = new Map([...frameworks].map(([key, one]) => [frameworkFile(key), new Set(idsOf(one))]));
  const resources = new Map((matter?.resources ?? []).map((one) => [`#${one.uuid}`, one.rlinks[0]?.href ?? ""]));
  const references = all.flatMap((one) => (one["control-implementations"] ?? []).flatMap((each) => each["implemented-requirements"].map((requirement) => ({ of: one.title, source: each.source, id: requirement["control-id"] }))));
  expect(references.length).toBeGreaterThan(300);
  expect(references.filter(({ source, id }) => files.get(resources.get(source) ?? "")?.has(id) !== true)).toEqual([]);
  const uuids = [...JSON.stringify(components).matchAll(/"uuid":"([^"]+)"/g)].map((match) => match[1]);
  expect(new Set(uuids).size).toBe(uuids.length);
  const links = (catalog.catalog.controls ?? []).flatMap((one) => one.links ?? []);
  expect(links).toHaveLength(1);
  for (const { href } of links) expect(idsOf(catalog)).toContain(href.slice(1));
  for (const one of [catalog, ...frameworks.values()]) expect(new Set(idsOf(one)).size).toBe(idsOf(one).length);
});

test("NIST's own example of a component definition is read, and what it maps is told to lack a framework of ours", () => {
  const example = readFileSync(path.join(folder, "example-component-definition.json"), "utf8");
  const { value, problems } = readOscal(JSON.stringify(catalog), example);
  expect(value?.length).toBe(library.length);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.every(({ sentence }) => sentence.endsWith("names no framework, so it is not mapped."))).toBe(true);
});
