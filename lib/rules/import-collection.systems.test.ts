import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testWorld, type World } from "#lib/testing/world.ts";
import { zipOf } from "#lib/testing/zip-bytes.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import { approveRuleTexts, importPack, listRules, listRuleTexts, pageOfRules, previewPack, readRule, rulesInForce, runDueCanaries, type RuleTextRow } from "./index.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");

let world: World;
const unpacked = mkdtempSync(join(tmpdir(), "sigma-rules-"));
const files = new Map<string, string>();

beforeAll(async () => {
  execFileSync("tar", ["xzf", join(oracles, "detection", "sigma-rules", "rules-all.tar.gz"), "-C", unpacked]);
  for (const entry of readdirSync(unpacked, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && /\.ya?ml$/.test(entry.name)) files.set(path.slice(unpacked.length + 1), readFileSync(path, "utf8"));
  }
  world = await testWorld();
});
afterAll(async () => {
  await world.close();
  rmSync(unpacked, { recursive: true });
});

/** Says on the console how long work took, and by how much the process grew. */
async function measured<T>(what: string, work: () => Promise<T>): Promise<T> {
  const [begun, before] = [performance.now(), process.memoryUsage().rss];
  const result = await work();
  console.info(`${what}: ${((performance.now() - begun) / 1000).toFixed(2)} s, ${((process.memoryUsage().rss - before) / 1_048_576).toFixed(0)} MiB more`);
  return result;
}

test("the whole published collection is imported through the server: each file taken or refused with its place, author and licence kept, all of it in one act", async () => {
  const bytes = zipOf([{ name: "LICENSE", content: Buffer.from("Detection Rule License (DRL) 1.1\n") }, ...[...files].map(([name, text]) => ({ name, content: Buffer.from(text) }))]);
  const analyst = world.as("security_analyst");
  const { sha256 } = await receiveUpload(analyst, { body: (async function* () { yield bytes; })(), byteLength: bytes.length });
  const preview = await measured(`Looking at ${files.size} files`, () => previewPack(analyst, { sha256 }));
  expect(preview).toMatchObject({ licenseLine: "Detection Rule License (DRL) 1.1", leftOut: 1 });
  expect(preview.entries.length + new Set(preview.refused.map(({ path }) => path)).size).toBe(files.size);
  for (const { path, line, column, message } of preview.refused) expect([files.has(path), line > 0, column > 0, message]).toEqual([true, true, true, expect.stringMatching(/^[A-Z"“].*[.”]$/s)]);
  console.info(`refused: ${JSON.stringify(preview.refused)}`);
  expect(preview.entries.length).toBeGreaterThanOrEqual(3_700);
  const done = await measured("Importing", () => importPack(analyst, { sha256, fileName: "sigma.zip", license: preview.licenseLine!, reason: "The published collection." }));
  expect(done).toMatchObject({ proposed: preview.entries.length, inForce: false });
  expect(await measured("Approving", () => approveRuleTexts(world.as("admin"), { packId: done.packId }))).toEqual({ approved: done.proposed });
  const texts: RuleTextRow[] = [];
  await measured("Listing texts", async () => {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listRuleTexts(analyst, { size: 200, ...(cursor === undefined ? {} : { cursor }) });
      texts.push(...page.rows);
      cursor = page.nextCursor;
    }
  });
  expect(texts.length).toBe(done.proposed);
  expect(texts.every(({ author, license, stage }) => stage === "in_force" && license !== null && license !== "" && (author === null || author !== ""))).toBe(true);
  const withAuthor = [...files.values()].filter((text) => /^author:\s*\S/m.test(text)).length;
  expect(texts.filter(({ author }) => author !== null).length).toBeGreaterThanOrEqual(withAuthor - new Set(preview.refused.map(({ path }) => path)).size);
}, 300_000);

test("with thousands of imported rules in force, the list and a rule's page are read quickly, and their examples are tried", async () => {
  const analyst = world.as("security_analyst");
  const { ruleSet, problems } = await measured("Compiling the set in force", () => rulesInForce(analyst));
  expect(problems.filter(({ severity }) => severity === "refused")).toEqual([]);
  expect(ruleSet.rules.length).toBeGreaterThan(3_700);
  const rows = await measured("Listing rules", () => listRules(analyst));
  await measured("Listing rules again", () => listRules(analyst));
  const page = pageOfRules(rows, { cursor: undefined });
  expect([page.rows.length, page.nextCursor !== null]).toEqual([100, true]);
  const imported = rows.filter(({ origin }) => origin === "imported");
  expect(imported.length).toBeGreaterThan(3_700);
  expect(imported.every(({ license }) => license !== null)).toBe(true);
  const one = await measured("Reading one", () => readRule(analyst, { ruleKey: imported[0]!.ruleKey }));
  expect(one).toMatchObject({ origin: "imported", ownText: { license: expect.stringContaining("DRL") as string } });
  await measured("Trying examples", () => runDueCanaries(world.asSystem("canaries")));
}, 300_000);
