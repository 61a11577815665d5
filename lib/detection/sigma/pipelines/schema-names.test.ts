import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { OCSF_CLASSES, OCSF_NAMES, ocsfPath } from "../../parsers/ocsf.ts";
import { ECS_FIELDS, OCSF_CLASS_FACTS, OCSF_OBJECTS, type SchemaType, SHIPPERS_OWN } from "./schema-names.examples.ts";

type Step = { when?: Record<string, string | string[]>; fields?: Record<string, string | string[]>; add?: Record<string, number | number[]>; prefix?: string };
const steps = (name: string): Step[] => (parse(readFileSync(path.resolve(import.meta.dirname, "../../../../controls/pipelines", name), "utf8")) as { steps: Step[] }).steps;
const targets = (step: Step): [string, string][] => Object.entries(step.fields ?? {}).flatMap(([field, to]) => [to].flat().map((one): [string, string] => [field, one]));

/** The type at a path from attributes; undefined where the schema has nothing of that name. A star, a digit, and what is under free data is anything. */
function typeAt(attributes: Readonly<Record<string, SchemaType>>, dotted: string): SchemaType | undefined {
  let type: SchemaType | undefined;
  let here: Readonly<Record<string, SchemaType>> | undefined = attributes;
  for (const key of dotted.split(".")) {
    if (key === "*" || /^\d$/.test(key) || type === "any") continue;
    type = here?.[key];
    if (type === undefined) return undefined;
    here = typeof type === "object" ? OCSF_OBJECTS[type.object] : undefined;
  }
  return type;
}

/** What rules ask of a field: numbers are compared with ports, ids of processes and codes of answers; everything else is text, and an address reads as one. */
const wanted = (field: string): readonly SchemaType[] =>
  /(?:Port|_port|ProcessId|sc-status)$/.test(field) ? ["number"] : /^Signed$/.test(field) ? ["flag"] : ["text", "address", "any"];

describe("the shipped mappings name only what their schemas have, in a fitting type", () => {
  test("ECS 9.4, or a name that a shipper writes besides", () => {
    const wrong = steps("ecs.yaml").flatMap(targets).filter(([field, to]) => !SHIPPERS_OWN.some((own) => to.startsWith(own)) && !(to in ECS_FIELDS && (field === "EventID" || field === "EventId" || wanted(field).includes(ECS_FIELDS[to]!))));
    expect(wrong).toEqual([]);
  });

  test("OCSF 1.8: each attribute is one of the classes that the rules of that log source are given", () => {
    const all = steps("ocsf.yaml");
    const given = (when: Step["when"]): number[] => {
      const wantedOf = [when?.category ?? []].flat();
      const uids = all.filter((step) => step.add?.class_uid !== undefined && [step.when?.category ?? []].flat().some((one) => wantedOf.includes(one))).flatMap((step) => [step.add!.class_uid!].flat());
      return uids.length > 0 ? uids : Object.keys(OCSF_CLASS_FACTS).map(Number);
    };
    const wrong = all.flatMap((step) => {
      // Registry rules ask for either of two classes; a driver is loaded as a module is.
      const attributes = Object.assign({}, ...given(step.when).map((uid) => OCSF_CLASS_FACTS[uid]?.attributes ?? {})) as Record<string, SchemaType>;
      return targets(step).filter(([field, to]) => !wanted(field).includes(typeAt(attributes, to) ?? "flag"));
    });
    expect(wrong).toEqual([]);
    for (const { add } of all) for (const uid of [add?.class_uid ?? []].flat()) expect(OCSF_CLASS_FACTS).toHaveProperty(String(uid));
  });

  test("what our parsers read goes to attributes of its class, and to activities that the class has", () => {
    const numbers = ["pid", "sourcePort", "destinationPort", "bytes", "repeatCount"];
    const wrong: string[] = [];
    for (const [action, [uid, activity]] of Object.entries(OCSF_CLASSES)) if (![0, 99].includes(activity) && OCSF_CLASS_FACTS[uid]?.activities[activity] === undefined) wrong.push(`${action}: activity ${activity} of ${uid}`);
    for (const uid of new Set([0, ...Object.values(OCSF_CLASSES).map(([one]) => one)])) {
      for (const field of Object.keys(OCSF_NAMES)) {
        const to = ocsfPath(field, uid);
        if (to === null) continue;
        const type = typeAt(OCSF_CLASS_FACTS[uid]!.attributes, to);
        const fits = numbers.includes(field) || to === "http_response.code" ? type === "number" : type === "text" || type === "address";
        if (!fits) wrong.push(`${field} at ${to} of ${uid}: ${JSON.stringify(type)}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
