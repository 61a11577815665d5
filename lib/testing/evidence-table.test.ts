import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { knownConnectors } from "#lib/connections/connectors.ts";
import { libraryOf, loadControlContent } from "#lib/controls/index.ts";

// docs/EVIDENCE.md says where the evidence that auditors ask for comes from; what it names is there.

const lines = readFileSync("docs/EVIDENCE.md", "utf8").split("\n").filter((line) => line.startsWith("| ")).slice(1);
const rows = lines.map((line) => {
  const [asked = "", request = "", answered = "", shown = ""] = line.split("|").slice(1, -1).map((cell) => cell.trim());
  const [, file = "", name = ""] = /^`([^`]+)`: (.+)$/.exec(shown) ?? [];
  return { asked, request, names: [...answered.matchAll(/`([^`]+)`/g)].map(([, named = ""]) => named), file, name };
});
const collectors = new Set(knownConnectors().flatMap(({ manifest, collectors: own }) => own.map(({ id }) => `${manifest.id}/${id}`)));
const checks = new Set(readdirSync("controls/checks"));
const requests = new Map(libraryOf((await loadControlContent("controls")).controls).map(({ code, evidenceRequests }) => [code, evidenceRequests.map(({ key }) => key)]));

test.each(rows)("$asked: the request, the collectors and checks, and the test are there", ({ request, names, file, name }) => {
  const [code, key] = request.split(" ");
  expect(requests.get(code ?? "") ?? []).toContain(key);
  expect(names.filter((one) => !collectors.has(one) && !checks.has(one))).toEqual([]);
  expect(name).not.toBe("");
  expect(readFileSync(file, "utf8")).toContain(name);
});

test("every request of the two controls, and each of the five criteria, has a row", () => {
  const asked = new Set(rows.map(({ request }) => request));
  for (const code of ["SYS.1.01", "SYS.2.07"]) {
    const own = (requests.get(code) ?? []).map((key) => `${code} ${key}`);
    expect(own.length).toBeGreaterThan(5);
    expect(own.filter((one) => !asked.has(one))).toEqual([]);
  }
  for (const criterion of ["CC7.1", "CC7.2", "CC7.3", "CC7.4", "CC7.5"]) expect(rows.some((row) => row.asked.includes(criterion))).toBe(true);
});
