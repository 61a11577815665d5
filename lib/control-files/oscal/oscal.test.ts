import fc from "fast-check";
import { expect, test } from "vitest";
import { fieldChanges } from "../field-changes.ts";
import { anyControl } from "#lib/testing/any-control.ts";
import { readOscal } from "./read-oscal.ts";
import { controlCatalog, type Edition } from "./write-catalog.ts";
import { componentDefinition } from "./write-components.ts";

const edition: Edition = { organizationId: "org_x", organization: "Fernhall", changedAt: new Date("2026-10-01T00:00:00Z"), version: "1" };
const sentences = (catalog: string, components: string | null = null): string[] => readOscal(catalog, components).problems.map(({ file, sentence }) => `${file} ${sentence}`);

test("controls written as OSCAL come back whole, with their mappings and evidence requests", () => {
  fc.assert(fc.property(fc.uniqueArray(anyControl, { minLength: 1, maxLength: 4, selector: (one) => one.code }), (controls) => {
    const { value, problems } = readOscal(JSON.stringify(controlCatalog(controls, edition)), JSON.stringify(componentDefinition(controls, [], edition)));
    expect(problems).toEqual([]);
    expect(value?.map((one, at) => fieldChanges(controls[at]!, one))).toEqual(controls.map(() => []));
  }), { numRuns: 100 });
});

test("the same controls make the same bytes", () => {
  const [control] = fc.sample(anyControl, 1);
  expect(JSON.stringify(controlCatalog([control!], edition))).toBe(JSON.stringify(controlCatalog([control!], edition)));
});

test("of another's catalog, nested controls are taken with what it says, and what it does not is said to be not stated", () => {
  const foreign = { catalog: { uuid: "x", metadata: {}, groups: [{ title: "g", controls: [{ id: "ac-1", title: "Policy", parts: [{ name: "statement", prose: "Write it.", parts: [{ name: "item", prose: "And keep it." }] }], controls: [{ id: "ac-1.1", title: "Automation" }] }] }] } };
  expect(readOscal(JSON.stringify(foreign), null).value).toMatchObject([
    { code: "ac-1", title: "Policy", statement: "Write it.\n\nAnd keep it.", ownerTeam: "Not stated", trigger: "Not stated", frequency: null, mappings: [] },
    { code: "ac-1.1", statement: "Automation" },
  ]);
});

test("another's withdrawn control is told, and not taken as one that holds", () => {
  const foreign = JSON.stringify({ catalog: { controls: [{ id: "ac-13", title: "Supervision", props: [{ name: "status", value: "withdrawn" }] }, { id: "ac-2", title: "Accounts" }] } });
  expect(readOscal(foreign, null).value?.map(({ code }) => code)).toEqual(["ac-2"]);
  expect(sentences(foreign)).toEqual(["catalog.json ac-13 is withdrawn without a word since when, so it is not taken."]);
});

test("what is no OSCAL, nested without end, or maps without a framework is refused in words", () => {
  expect(sentences("{")).toEqual(["catalog.json This is no JSON."]);
  expect(sentences("[]")[0]).toMatch(/^catalog\.json /);
  expect(sentences(`${'{"catalog":'.repeat(100_000)}1${"}".repeat(100_000)}`)).toEqual(["catalog.json It is nested too deeply to be OSCAL."]);
  const catalog = JSON.stringify({ catalog: { controls: [] } });
  const components = JSON.stringify({ "component-definition": { components: [{ title: "A", "control-implementations": [{ "implemented-requirements": [{ "control-id": "ac-1", description: "" }] }] }] } });
  expect(sentences(catalog, components)).toEqual(["component-definition.json A: ac-1 names no framework, so it is not mapped."]);
});
