import { afterAll, beforeAll, expect, test } from "vitest";
import { search } from "#lib/navigation/index.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { listChoices, listEvidence, readEvidence, reviewEvidence, submitEvidence } from "./index.ts";

const ADDRESS = "https://wiki.example.com/Policies/Logging?version=7#scope";

let world: World;
let request: (name: string) => string;
beforeAll(async () => {
  world = await testWorld();
  world.clock.set("2026-11-20T09:00:00Z");
  const { requests } = await adoptedLibrary(world);
  request = (name) => requests.get(name) ?? "";
});
afterAll(() => world.close());

const link = (address: string, name = "SYS.1.01 event-review") => submitEvidence(world.as("control_owner"), { source: { kind: "link", address }, title: "Logging policy in the wiki", requestIds: [request(name)] });

test("a link keeps its address and the hash of it, waits for another person's review, and is found by where it leads", async () => {
  const { number, id } = await link(ADDRESS);
  const page = await readEvidence(world.as("compliance_manager"), { reference: `EV-${number}` });
  expect(page).toMatchObject({ sourceKind: "link", webAddress: ADDRESS, sourceHash: sha256Hex(ADDRESS), blobSha256: null, source: null, reviewState: "awaiting", commitment: { state: "waiting" } });
  expect((await listEvidence(world.as("compliance_manager"), { sourceKind: "link" })).rows.map((row) => row.id)).toEqual([id]);
  expect((await search(world.as("compliance_manager"), { text: "wiki.example.com" })).records.map((found) => found.code)).toContain(`EV-${number}`);
  await expect(reviewEvidence(world.as("control_owner"), { evidenceId: id, decision: "accepted" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await reviewEvidence(world.as("compliance_manager"), { evidenceId: id, decision: "accepted", reason: "Read it there." })).toMatchObject({ state: "accepted" });
});

test("it answers what a note answers, and nothing that asks for a file or a record", async () => {
  const offered = (await listChoices(world.as("control_owner"), { kind: "link" })).requests;
  expect(offered.length).toBeGreaterThan(0);
  expect(offered.every(({ sourceKinds }) => sourceKinds.includes("note") || sourceKinds.includes("link"))).toBe(true);
  await expect(link(ADDRESS, "SYS.2.07 alerts-judged")).rejects.toMatchObject({ reason: "kind_not_admitted" });
});

test.each([
  ["a script", "javascript:alert(1)"], ["a file", "file:///etc/passwd"], ["data", "data:text/html,<script>alert(1)</script>"], ["no address", "wiki/Policies"], ["nothing", " "],
  ["a password", "https://ines:secret@wiki.example.com/"], ["more than a browser would send", `https://wiki.example.com/${"x".repeat(2_000)}`], ["more, as a browser writes it", `https://wiki.example.com/${"é".repeat(900)}`],
])("an address that is %s is refused, and nothing is written", async (_what, address) => {
  const before = await world.inTenant((tx) => tx.evidence.count());
  await expect(link(address)).rejects.toMatchObject({ code: "validation" });
  expect(await world.inTenant((tx) => tx.evidence.count())).toBe(before);
});

test("an address is kept as a browser writes it: a name in other letters shows what it is, and no control character is left", async () => {
  const { number } = await link(" HTTPS://Wiki.Exampl\u0435.com/a\tb c ");
  expect((await readEvidence(world.as("compliance_manager"), { reference: `EV-${number}` })).webAddress).toBe("https://wiki.xn--exampl-8of.com/ab%20c");
});
