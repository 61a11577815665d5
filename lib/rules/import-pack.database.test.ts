import { afterAll, beforeAll, expect, test } from "vitest";
import { ownRule } from "#lib/testing/rule-samples.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { zipOf } from "#lib/testing/zip-bytes.ts";
import { receiveUpload } from "#lib/uploads/index.ts";
import { approveRuleTexts, importPack, listRuleTexts, previewPack, returnRuleTexts, rulesInForce, shippedRules } from "./index.ts";

let world: World;
let other: World;

beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
});
afterAll(async () => {
  await world.close();
  await other.close();
});

async function sent(files: Record<string, string | Buffer>): Promise<{ sha256: string; fileName: string; license: string; reason: string }> {
  const bytes = zipOf(Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) })));
  const { sha256 } = await receiveUpload(world.as("security_analyst"), { body: (async function* () { yield bytes; })(), byteLength: bytes.length });
  return { sha256, fileName: "rules.zip", license: "DRL 1.1", reason: "Published by others." };
}

/** As published rules are: no examples, no licence. */
const bare = (id: string): string => ownRule(id).replace(/tickmark:[\s\S]*$/, "").replace("license: MIT\n", "");
const texts = () => world.inTenant((tx) => tx.ruleText.count());

test("what compiles is proposed with author and licence, what does not is listed with its place, and nothing else is kept", async () => {
  const shipped = await shippedRules();
  const part = shipped.texts.find(({ title }) => title === "SSH brute force from one source")!.text.split("\n---\n")[0]!;
  const pack = await sent({
    "LICENSE.md": "# Detection Rule License 1.1\n", "rules/one.yml": bare("pack-1"), "rules/two.yaml": ownRule("pack-2"), "rules/twice.yml": bare("pack-1"),
    "rules/broken.yml": bare("pack-3").replace("condition: found", "condition: lost"), "rules/bomb.yml": "a: &a [x]\nb: [*a, *a]\n", "rules/failing.yml": ownRule("pack-4", "session_opened"), "rules/part.yml": part, "logo.svg": "<svg/>",
  });
  const preview = await previewPack(world.as("security_analyst"), pack);
  expect(preview.entries).toMatchObject([{ path: "rules/one.yml", author: "The analysts", license: null, standing: "new" }, { path: "rules/two.yaml", license: "MIT", standing: "new" }]);
  expect(new Set(preview.refused.map(({ path }) => path))).toEqual(new Set(["rules/twice.yml", "rules/broken.yml", "rules/bomb.yml", "rules/failing.yml", "rules/part.yml"]));
  expect(preview.refused.find(({ path }) => path === "rules/broken.yml")).toMatchObject({ line: 7, message: expect.stringMatching(/^[A-Z].*\.$/) as string });
  expect(preview).toMatchObject({ leftOut: 2, licenseLine: "Detection Rule License 1.1" });
  expect(await texts()).toBe(0);
  const done = await importPack(world.as("security_analyst"), pack);
  expect(done).toMatchObject({ proposed: 2, same: 0, refused: 5, inForce: false });
  expect((await listRuleTexts(world.as("admin"), {})).rows.map(({ license, stage }) => `${license} ${stage}`).sort()).toEqual(["DRL 1.1 proposed", "MIT proposed"]);
  await expect(approveRuleTexts(world.as("security_analyst"), { packId: done.packId })).rejects.toMatchObject({ reason: "own_rule" });
  expect(await approveRuleTexts(world.as("admin"), { packId: done.packId })).toEqual({ approved: 2 });
  expect((await rulesInForce(world.as("admin"))).ruleSet.rules.filter(({ id }) => id.startsWith("pack-")).map(({ id }) => id).sort()).toEqual(["pack-1", "pack-2"]);
  // The same archive again changes nothing.
  expect(await importPack(world.as("security_analyst"), pack)).toMatchObject({ proposed: 0, same: 2 });
  expect(await texts()).toBe(2);
});

test("an archive is returned as a whole, and a later one is a new version of what is here", async () => {
  const second = await importPack(world.as("security_analyst"), await sent({ "one.yml": `${bare("pack-1")}# later\n`, "three.yml": bare("pack-5") }));
  expect(second).toMatchObject({ proposed: 2 });
  expect((await listRuleTexts(world.as("admin"), {})).rows.filter(({ stage }) => stage === "proposed").map(({ version }) => version).sort()).toEqual([1, 2]);
  expect(await returnRuleTexts(world.as("admin"), { packId: second.packId, reason: "Not now." })).toEqual({ returned: 2 });
  await expect(approveRuleTexts(world.as("admin"), { packId: second.packId })).rejects.toMatchObject({ code: "not_found" });
  await expect(approveRuleTexts(other.as("admin"), { packId: second.packId })).rejects.toMatchObject({ code: "not_found" });
});

test.each([
  ["# Licenses\n\nReleased under these:\n\n- The logo is public domain\n- The rules are released under the [Detection Rule License (DRL) 1.1](https://example.com/drl)\n", "Detection Rule License (DRL) 1.1"],
  ["LICENCE\n=======\n\nGNU Affero General Public License, version 3\n", "GNU Affero General Public License, version 3"],
  ["\n   Apache License\n   Version 2.0\n", "Apache License"],
  ["License\n", "License"],
])("the licence of an archive is the line that names it: %j", async (text, named) => {
  expect(await previewPack(world.as("security_analyst"), await sent({ LICENSE: text, "rules/named.yml": bare("pack-named") }))).toMatchObject({ licenseLine: named });
});

test("an archive that leads out of itself, or grows without measure, is refused before anything is unpacked", async () => {
  const analyst = world.as("security_analyst");
  const before = await texts();
  await expect(importPack(analyst, await sent({ "../../etc/cron.d/x.yml": bare("pack-6") }))).rejects.toMatchObject({ reason: "zip_path" });
  await expect(importPack(analyst, await sent({ "bomb.yml": "a".repeat(5_000_000) }))).rejects.toMatchObject({ reason: "zip_bomb" });
  const large = await previewPack(analyst, await sent({ "large.yml": `${bare("pack-7")}# ${Array.from({ length: 80_000 }, (_, at) => at).join(" ")}\n` }));
  expect(large).toMatchObject({ entries: [], refused: [{ path: "large.yml", message: "The file has more than 400000 bytes, which no rule needs." }] });
  await expect(previewPack(other.as("security_analyst"), await sent({ "one.yml": bare("pack-8") }))).rejects.toMatchObject({ code: "not_found" });
  expect(await texts()).toBe(before);
});

test("hostile files are refused one by one, each with its place and a sentence, and stand in nobody's way", async () => {
  const analyst = world.as("security_analyst");
  const before = await texts();
  const detection = (body: string): string => bare("pack-20").replace("found: { action: command_denied }", body);
  const hostile: Record<string, string | Buffer> = {
    "catastrophic.yml": detection("found: { line|re: '^(?=a)(a+)+$' }"),
    "expansion.yml": detection(`found: { line|windash|base64offset|contains: [${Array.from({ length: 3_000 }, (_, at) => `'-word${at}'`).join(", ")}] }`),
    "bomb.yml": `a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n`,
    "twice.yml": bare("pack-21").replace("level: high", "level: high\nlevel: low"),
    "deep.yml": detection(`found: ${"[".repeat(5_000)}x${"]".repeat(5_000)}`),
    "nul.yml": `${bare("pack-22")}# \0\n`,
    "latin1.yml": Buffer.concat([Buffer.from(bare("pack-23")), Buffer.from("# caf\xe9\n", "latin1")]),
    "json.yml": `${"{\"a\":".repeat(20_000)}1${"}".repeat(20_000)}`,
  };
  const good = {
    "rules/😀 crlf.yml": `\uFEFF${bare("pack-24").replaceAll("\n", "\r\n")}`, "rules/proto.yml": bare("pack-25").replace("action: command_denied", "__proto__.polluted: yes, constructor: x"),
    // Many, and no more than many: the same branch is looked at once.
    "rules/branches.yml": bare("pack-26").replace("condition: found", `condition: ${"found or ".repeat(10_000)}found`),
  };
  const preview = await previewPack(analyst, await sent({ ...hostile, ...good }));
  expect([...new Set(preview.refused.map(({ path }) => path))].sort()).toEqual(Object.keys(hostile).sort());
  for (const { path, line, column, message } of preview.refused) expect([path, line > 0, column > 0, message]).toEqual([path, true, true, expect.stringMatching(/^[A-Z"“].{10,}[.”]$/s)]);
  expect(preview.refused.find(({ path }) => path === "latin1.yml")).toMatchObject({ line: bare("pack-23").split("\n").length, message: "The line is not UTF-8. Save the file in that encoding." });
  expect(preview.entries.map(({ path }) => path)).toEqual(Object.keys(good));
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(await texts()).toBe(before);
});

test("an archive of more files than are taken, or larger than is held, is refused as a whole", async () => {
  const analyst = world.as("security_analyst");
  const many = await sent(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${at}.yml`, "x"])));
  await expect(previewPack(analyst, many)).rejects.toMatchObject({ code: "limit_exceeded", reason: "zip_too_large", message: expect.stringContaining("more than 10000 files") as string });
});
