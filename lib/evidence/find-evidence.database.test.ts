import { afterAll, beforeAll, expect, test } from "vitest";
import { adoptedLibrary, type AdoptedLibrary } from "#lib/testing/adopted-library.ts";
import { uploadBytes } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listEvidence, reviewEvidence, submitEvidence } from "./index.ts";

let world: World;
let library: AdoptedLibrary;
const titles = ["Logging policy, version 4", "Logging policy, version 5", "Review of access, März", "Log retention in the wiki"];

beforeAll(async () => {
  world = await testWorld();
  world.clock.set("2026-11-20T09:00:00Z");
  library = await adoptedLibrary(world);
  const as = world.as("control_owner");
  const requestIds = [library.requests.get("SYS.1.01 event-review") ?? ""];
  const { sha256 } = await uploadBytes(world, as, "the policy");
  const period = { firstDay: "2026-11-01" };
  const sources = [{ kind: "upload", sha256, fileName: "acme-signed_2026.pdf" }, { kind: "note" }, { kind: "note" }, { kind: "link", address: "https://wiki.example.com/retention" }] as const;
  for (const [at, source] of sources.entries()) {
    world.clock.advance(60_000);
    await submitEvidence(as, { source, title: titles[at] ?? "", note: "Said so.", period, requestIds });
  }
});
afterAll(() => world.close());

const found = async (input: Parameters<typeof listEvidence>[1], as = world.as("compliance_manager")): Promise<number[]> => (await listEvidence(as, input)).rows.map((row) => row.number);

test.each([
  ["policy", [2, 1]], ["POLICY version 5", [2]], ["maerz access", []], ["marz", [3]], ["EV-3", [3]], ["signed pdf", [1]], ["acme-signed", [1]], ["wiki.example.com", [4]], ["log", [4, 2, 1]],
  ["policy nothing", []], ["?!", []], ["'; DROP TABLE evidence --", []], ["%", []],
])("the list finds %j, newest first", async (text, numbers) => {
  expect(await found({ text })).toEqual(numbers);
});

test("words go with every other filter, and pages with them lose nothing", async () => {
  expect(await found({ text: "log", sourceKind: "note" })).toEqual([2]);
  expect(await found({ text: "log", controlCode: "SYS.1.01" })).toEqual([4, 2, 1]);
  expect(await found({ text: "log", controlCode: "SYS.2.07" })).toEqual([]);
  expect(await found({ text: "log", held: true })).toEqual([]);
  const first = await listEvidence(world.as("compliance_manager"), { text: "log", size: 2 });
  expect(first.rows.map((row) => row.number)).toEqual([4, 2]);
  expect(await found({ text: "log", size: 2, cursor: first.nextCursor ?? "" })).toEqual([1]);
});

test("an auditor finds what the engagement holds, and nothing else by any word", async () => {
  const within = { id: "eng_1", controlIds: [library.controls.get("SYS.1.01") ?? ""], from: new Date("2026-11-01T00:00:00Z"), until: new Date("2026-12-01T00:00:00Z") };
  expect(await found({ text: "policy" }, world.as("auditor", within))).toEqual([]);
  const [accepted] = (await listEvidence(world.as("compliance_manager"), { text: "version 5" })).rows;
  await reviewEvidence(world.as("compliance_manager"), { evidenceId: accepted?.id ?? "", decision: "accepted" });
  expect(await found({ text: "policy" }, world.as("auditor", within))).toEqual([2]);
  expect(await found({ text: "policy" }, world.as("auditor", { ...within, controlIds: [library.controls.get("SYS.2.07") ?? ""] }))).toEqual([]);
});
