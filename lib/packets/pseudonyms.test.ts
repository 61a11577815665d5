import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { NameSearch, pseudonymsOf, type Person } from "./pseudonyms.ts";

const key = randomBytes(32);
const PEOPLE: readonly Person[] = [
  { id: "mem_1", name: "Ines Okafor", email: "ines.okafor@fernhall.example", role: "compliance_manager" },
  { id: "mem_2", name: "Tomás Rivera", email: "tomas@fernhall.example", role: "control_owner" },
  { id: "mem_3", name: "Ines Okafor Lind", email: "ines.lind@fernhall.example", role: null },
];
const told = (scope = "eng_1", by = key) => pseudonymsOf(PEOPLE, by, scope);
const search = new NameSearch(told());
const [ines, tomas, lind] = told().map((one) => one.pseudonym);

test("a pseudonym is stable in its engagement, another one elsewhere, and tells the role", () => {
  expect(told()).toEqual(told());
  expect([told("eng_2")[0]?.pseudonym === ines, told("eng_1", randomBytes(32))[0]?.pseudonym === ines]).toEqual([false, false]);
  expect([ines, tomas, lind]).toEqual([expect.stringMatching(/^Compliance manager [2-9A-Z]{8}$/), expect.stringMatching(/^Control owner /), expect.stringMatching(/^Person /)]);
});

test("names and addresses are found however they are written, and only whole", () => {
  expect(search.replace("Asked INES OKAFOR (ines.okafor@fernhall.example), file ines-okafor_notes.txt, Ines\u00a0Okafor Lind.")).toBe(`Asked ${ines} (${ines}), file ${ines}_notes.txt, ${lind}.`);
  expect(search.replace("Toma\u0301s Rivera and Tomás  Rivera")).toBe(`${tomas} and ${tomas}`);
  for (const nobody of ["Ines", "Okafor Ines", "Ines Okafors", "XInes Okafor"]) expect([nobody, search.has(nobody)]).toEqual([nobody, false]);
});

test("whatever a value is made of, no name is left in it", () => {
  const texts = fc.oneof(fc.string(), fc.constantFrom(...PEOPLE.flatMap(({ name, email }) => [name, email, `by ${name}.`])));
  fc.assert(fc.property(fc.jsonValue().chain((value) => fc.record({ value: fc.constant(value), text: texts, list: fc.array(fc.record({ who: texts })) })), (value) => {
    expect(search.has(JSON.stringify(search.everywhere(value)))).toBe(false);
  }));
});
