import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { findInForce, findListedTexts } from "./listed-text.repository.ts";
import { listRuleTexts, readWaitingTexts } from "./index.ts";
import { findTextHeads, findTextsOf, insertPack, insertTexts, insertTextSteps } from "./rule-text.repository.ts";
import { inForce, stageOf, type RuleTextVersion } from "./rule-text.ts";
import { TEXT_STEPS } from "./words.ts";

let world: World;
let made = 0;

beforeAll(async () => {
  world = await testWorld();
  world.clock.set("2026-11-20T09:00:00Z");
});
afterAll(() => world.close());

type Version = Pick<RuleTextVersion, "kind" | "subject" | "version"> & Partial<RuleTextVersion>;

function textOf({ kind, subject, version, ...more }: Version): Omit<RuleTextVersion, "steps"> {
  made += 1;
  const text = `title: ${subject}, ${version}`;
  return { id: `rtx_${String(made).padStart(8, "0")}`, kind, subject, version, title: `Text ${made}`, text, sha256: sha256Hex(text), severity: null, author: null, license: null, ruleKeys: [`key-${subject}`], controlCodes: ["SYS.2.07"], packId: null, reason: "Seen.", savedBy: "mem_a", savedAt: world.clock.now(), ...more };
}

const keep = (version: Version): Promise<string> => world.inTenant(async (tx) => {
  const text = textOf(version);
  await insertTexts(tx, world.organizationId, [text]);
  return text.id;
});
const step = (ids: readonly string[], word: (typeof TEXT_STEPS)[number]): Promise<void> => world.inTenant((tx) => insertTextSteps(tx, world.organizationId, ids, { step: word, alone: false, reason: "", recordedBy: "mem_b", recordedAt: world.clock.now() }));
const titles = async (input: Parameters<typeof listRuleTexts>[1], as = world.as("admin")): Promise<string[]> => (await listRuleTexts(as, input)).rows.map(({ title }) => title);

const act = fc.record({ subject: fc.integer({ min: 0, max: 3 }), kind: fc.constantFrom("rule" as const, "tuning" as const), act: fc.constantFrom("save" as const, ...TEXT_STEPS), of: fc.nat(5) });

test("whatever is saved and becomes of it in whatever order, the list holds what reading every version tells, at its stage", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
      const round = `round-${made}`;
      for (const { subject, kind, act: word, of } of acts) {
        const name = `${round}-${subject}`;
        const versions = await world.inTenant((tx) => findTextsOf(tx, world.organizationId, kind, [name]));
        if (word === "save" || versions.length === 0) await keep({ kind, subject: name, version: versions.length + 1 });
        else {
          const version = versions[of % versions.length]!;
          if (!version.steps.some((one) => one.step === word)) await step([version.id], word);
        }
      }
      await world.inTenant(async (tx) => {
        const heads = await findTextHeads(tx, world.organizationId);
        const groups = Map.groupBy(heads, ({ kind, subject }) => `${kind} ${subject}`);
        const told = heads.map((head) => [head.id, stageOf(head, groups.get(`${head.kind} ${head.subject}`)!)]);
        expect((await findListedTexts(tx, world.organizationId, {}, undefined, 10_000)).map(({ id, stage }) => [id, stage])).toEqual(told);
        expect((await findInForce(tx, world.organizationId)).map(({ id }) => id)).toEqual(inForce(heads).map(({ id }) => id).sort().reverse());
      });
    }),
    { numRuns: 12 },
  );
});

test("words, stage and kind go together, and pages of them lose nothing", async () => {
  const named = { title: "Mimikatz läuft", author: "Florian Roth (Nextron)", license: "DRL 1.1", controlCodes: ["SYS.9.01"] };
  const own = await keep({ kind: "rule", subject: "found-1", version: 1, ...named });
  const pack = await packOf("other");
  const imported = await keep({ kind: "rule", subject: "found-2", version: 1, ...named, title: "Mimikatz driver", packId: pack, ruleKeys: ["0d92a9b4-1f02-4c58-9a3d-5b2f3f9a2c11"] });
  await step([imported], "proposed");
  for (const [text, found] of [["mimikatz", ["Mimikatz driver", "Mimikatz läuft"]], ["MIMI lauft", ["Mimikatz läuft"]], ["florian drl", ["Mimikatz driver", "Mimikatz läuft"]], ["SYS.9.01 driver", ["Mimikatz driver"]], ["0d92a9b4", ["Mimikatz driver"]], ["nothing mimikatz", []], ["%", []], ["'; DROP TABLE rule_text --", []]] as const) {
    expect([text, await titles({ text })]).toEqual([text, found]);
  }
  expect(await titles({ text: "mimikatz", stage: "proposed" })).toEqual(["Mimikatz driver"]);
  expect(await titles({ text: "mimikatz", origin: "own" })).toEqual(["Mimikatz läuft"]);
  expect(await titles({ text: "mimikatz", origin: "tuning" })).toEqual([]);
  const all: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listRuleTexts(world.as("admin"), { size: 7, ...(cursor === undefined ? {} : { cursor }) });
    all.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  expect(all.length).toBeGreaterThan(14);
  expect(all).toEqual((await listRuleTexts(world.as("admin"), { size: 200 })).rows.map(({ id }) => id));
  expect(all).toContain(own);
  await expect(listRuleTexts(world.as("admin"), { cursor: "WzFd" })).rejects.toMatchObject({ reason: "cursor_invalid" });
});

async function packOf(by: string): Promise<string> {
  made += 1;
  const id = `rpk_${String(made).padStart(8, "0")}`;
  await world.inTenant((tx) => insertPack(tx, world.organizationId, { id, fileName: "rules.zip", sha256: sha256Hex(id), license: "MIT", taken: 2, refused: 0, reason: "Published.", importedBy: by, importedAt: world.clock.now() }));
  return id;
}

test("archives that wait are told together, until nothing of them waits, and never for who brought them", async () => {
  const analyst = world.as("security_analyst");
  const before = await readWaitingTexts(analyst, {});
  const self = analyst.actor.kind === "member" ? analyst.actor.memberId : "";
  const [theirs, mine] = [await packOf("mem_a"), await packOf(self)];
  const texts = [await keep({ kind: "rule", subject: "pack-1", version: 1, packId: theirs, license: "MIT" }), await keep({ kind: "rule", subject: "pack-2", version: 1, packId: theirs, license: "DRL 1.1" }), await keep({ kind: "rule", subject: "pack-3", version: 1, packId: mine, savedBy: self })];
  await step(texts, "proposed");
  const { packs, all, others } = await readWaitingTexts(analyst, {});
  expect(packs.slice(0, 2)).toMatchObject([{ packId: mine, count: 1, licenses: [], own: true }, { packId: theirs, count: 2, licenses: ["DRL 1.1", "MIT"], own: false }]);
  expect([all - before.all, others - before.others]).toEqual([3, 2]);
  await step(texts.slice(0, 2), "approved");
  expect((await readWaitingTexts(analyst, {})).packs.map(({ packId }) => packId)).not.toContain(theirs);
});
