import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adoptFramework, leaveFramework } from "#lib/frameworks/index.ts";
import { listEvidence } from "#lib/evidence/index.ts";
import { acceptRisk, addStep, listFindings, planRemediation, remediateFinding, shareFinding, withdrawFinding } from "#lib/findings/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { raiseFor } from "#lib/testing/finding-samples.ts";
import { furnishedWorld, type FurnishedWorld } from "#lib/testing/furnished-world.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { findTexts, search, type FoundTexts } from "./index.ts";
import type { TextKind } from "./text-kind.ts";

let world: FurnishedWorld;
let other: World;
let admin: Context;
let app: pg.Client;
beforeAll(async () => {
  world = await furnishedWorld();
  other = await testWorld();
  admin = world.as("admin");
  app = new pg.Client({ connectionString: (await testDatabase()).app });
  await app.connect();
}, 240_000);
afterAll(async () => {
  await app.end();
  await world.close();
  await other.close();
});

const found = async (context: Context, text: string, kind?: TextKind): Promise<string[]> => (await findTexts(context, { text, ...(kind === undefined ? {} : { kind }) })).rows.map((row) => row.code);
const words = (rows: FoundTexts["rows"]): string[] => rows.flatMap((row) => [...row.title, ...row.snippet]).filter((part) => part.marked).map((part) => part.text.toLowerCase());

/** An evidence with these words, as a verb would leave it behind. */
async function file(of: World, number: number, title: string, note: string): Promise<void> {
  const at = of.clock.now();
  const { organizationId } = of;
  await of.inTenant(async (tx) => {
    await tx.evidence.create({ data: { organizationId, id: `evi_zz${number}`, number, title, note, sourceKind: "note", sourceId: `src_${number}`, sourceHash: "", collectedAt: at, effectiveFrom: at, effectiveUntil: at, submittedBy: "x", recordedAt: at } });
  });
}

describe("a search in texts", () => {
  test("finds what a control says in any of its parts, by other forms of a word, with the find marked", async () => {
    const { rows } = await findTexts(admin, { text: "monitored", kind: "control" });
    expect(rows.map((row) => row.code)).toContain("SYS.2.07");
    expect(words(rows).some((word) => word.startsWith("monitor"))).toBe(true);
    expect(await found(admin, "SYS.2.07", "control")).toContain("SYS.2.07");
  });

  test("finds notes of evidence, holds phrases together, leaves out what is excluded, and takes any writing of a letter", async () => {
    await file(world, 9001, "Quarterly zither inspection", "The café owner confirmed each brass string.");
    await file(world, 9002, "Yearly zither inspection", "A brass plate, then a string.");
    expect((await found(admin, "zither")).sort()).toEqual(["EV-9001", "EV-9002"]);
    expect(await found(admin, '"brass string"')).toEqual(["EV-9001"]);
    expect(await found(admin, "brass -quarterly")).toEqual(["EV-9002"]);
    expect(await found(admin, "cafe owners")).toEqual(["EV-9001"]);
    expect(await found(admin, "zither trombone")).toEqual([]);
  });

  test("finds rationales of mappings, and leads to their control", async () => {
    const { rows } = await findTexts(admin, { text: "anomalies", kind: "mapping" });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.path === `controls/${row.code}`)).toBe(true);
  });

  test("finds requirements of adopted standards alone, and no more once one was left", async () => {
    const key = "pci-dss-3.2.1";
    const paths = async (): Promise<string[]> => (await findTexts(admin, { text: "trails", kind: "requirement" })).rows.map((row) => row.path).filter((path) => path.includes(key));
    expect(await paths()).toEqual([]);
    await adoptFramework(admin, { key });
    expect((await paths()).length).toBeGreaterThan(0);
    world.clock.advance(1000);
    await leaveFramework(admin, { key, reason: "Only for this test." });
    expect(await paths()).toEqual([]);
  });

  test.each([["", /Type a word/], ['"open', /quotation mark/], ["-zither", /not only what to leave out/], ["the of and", /almost every text/], ["<>&|!()", /signs alone/]])("refuses %j in a sentence", async (text, sentence) => {
    expect(await reasonOf(findTexts(admin, { text }))).toBe("question_unclear");
    await expect(findTexts(admin, { text })).rejects.toThrow(sentence);
  });

  test("shows a role no kind that it may not read, and an auditor exactly what the engagement holds", async () => {
    const kinds = (await findTexts(world.as("employee"), { text: "zither" })).counts.map((one) => one.kind);
    expect(kinds).not.toContain("evidence");
    const auditor = await world.auditor();
    expect(await found(auditor, "zither")).toEqual([]);
    expect((await findTexts(auditor, { text: "monitoring or logging" })).rows.filter((row) => row.kind === "control").map((row) => row.code)).toEqual([world.control.insideCode]);
    const listed = new Set((await listEvidence(auditor, {})).rows.map((row) => `EV-${row.number}`));
    for (const row of (await listEvidence(admin, {})).rows) {
      const seen = await found(auditor, `"${row.title}"`, "evidence");
      expect(seen.every((code) => listed.has(code)), row.title).toBe(true);
    }
  });
});

describe("findings in texts", () => {
  const codes = async (context: Context, text: string): Promise<string[]> => (await findTexts(context, { text, kind: "finding" })).rows.map((row) => row.id);

  test("are found by what was found, by cause and plan, by steps and by what was said of them", async () => {
    const id = await raiseFor(world, [world.control.inside], "Glockenspiel hosts are silent");
    const owner = world.as("control_owner");
    await planRemediation(owner, { findingId: id, rootCause: "A marimba was detuned.", plan: "Retune every vibraphone." });
    await addStep(owner, { findingId: id, text: "Order new mallets" });
    await remediateFinding(owner, { findingId: id, text: "The bassoon answers again." });
    for (const text of ["glockenspiel", "marimbas", "vibraphone", "mallet", "bassoon"]) expect(await codes(admin, text), text).toEqual([id]);
    const [row] = (await findTexts(admin, { text: "bassoon", kind: "finding" })).rows;
    expect(row).toMatchObject({ path: `findings/${id}`, code: expect.stringMatching(/^FND-2026-\d+$/) });
    expect(words(row === undefined ? [] : [row])).toEqual(["bassoon"]);
    expect(await codes(world.as("employee"), "glockenspiel")).toEqual([]);
    expect(await codes(other.as("admin"), "glockenspiel")).toEqual([]);
  });

  test("are an auditor's while they are shared, concern the engagement's controls, and were there within its period", async () => {
    const auditor = await world.auditor();
    const manager = world.as("compliance_manager");
    const inside = await raiseFor(world, [world.control.inside], "Harpsichord of the engagement", { shared: true });
    await raiseFor(world, [world.control.outside], "Harpsichord of another control", { shared: true });
    await raiseFor(world, [world.control.inside], "Harpsichord that is internal");
    expect(await codes(auditor, "harpsichord")).toEqual([inside]);
    expect(await codes(admin, "harpsichord")).toHaveLength(3);
    await shareFinding(manager, { findingId: inside, visibility: "internal" });
    expect(await codes(auditor, "harpsichord")).toEqual([]);
    const listed = new Set((await listFindings(auditor, {})).rows.map((row) => row.id));
    expect((await codes(auditor, "hosts")).every((id) => listed.has(id))).toBe(true);
    expect((await codes(auditor, "hosts")).length).toBe(listed.size);
  });

  test("whose risk was accepted before the period are an auditor's too: the gap is there still", async () => {
    const manager = world.as("compliance_manager");
    const [accepted, closed] = [await raiseFor(world, [world.control.inside], "Theremin accepted", { shared: true }), await raiseFor(world, [world.control.inside], "Theremin withdrawn", { shared: true })];
    await acceptRisk(manager, { findingId: accepted, until: "2027-03-01", reason: "It is replaced in spring." });
    await withdrawFinding(manager, { findingId: closed, reason: "Seen twice." });
    const { actor, ...context } = await world.auditor();
    if (actor.kind !== "member" || actor.engagement === null) throw new Error("the auditor has no engagement");
    const from = new Date(world.clock.now().getTime() + 86_400_000);
    const later: Context = { ...context, actor: { ...actor, engagement: { ...actor.engagement, from, until: new Date(from.getTime() + 86_400_000) } } };
    expect(await codes(later, "theremin")).toEqual([accepted]);
    const listed = (await listFindings(later, {})).rows.map((row) => row.id);
    expect([listed.includes(accepted), listed.includes(closed)]).toEqual([true, false]);
    expect((await search(later, { text: "theremin" })).records.map(({ id }) => id)).toEqual([accepted]);
  });

  test("of another control or time use up nothing of what an auditor's search looks at", async () => {
    const from = world.clock.now();
    const within = async (controls: string[], since: Date, until: Date): Promise<string[]> => world.inTenant(async (tx) => {
      const [row] = await tx.$queryRaw<{ hits: [string, number][] }[]>`SELECT hits FROM search_texts('ocarina'::tsquery, 'finding', 0, 1, ${controls}::text[], ${since}::timestamptz, ${until}::timestamptz)`;
      return (row?.hits ?? []).map(([id]) => id);
    });
    const first = await raiseFor(world, [world.control.inside], "Ocarina one", { shared: true });
    for (const place of ["two", "three"]) await raiseFor(world, [world.control.outside], `Ocarina ${place}`, { shared: true });
    const later = new Date(from.getTime() + 86_400_000);
    expect(await within([world.control.inside], from, later)).toEqual([first]);
    expect(await within([world.control.inside], new Date(0), from)).toEqual([]);
    expect(await within([], from, later)).toEqual([]);
  });
});

describe("the function that looks into all texts", () => {
  const inTenant = async <T>(organization: string | null, work: () => Promise<T>): Promise<T> => {
    await app.query("BEGIN");
    try {
      if (organization !== null) await app.query("SELECT set_config('tickmark.organization_id', $1, true)", [organization]);
      return await work();
    } finally {
      await app.query("ROLLBACK");
    }
  };
  const hits = async (organization: string | null, query: string): Promise<string[]> => inTenant(organization, async () => (await app.query<{ record_id: string }>("SELECT hit->>0 AS record_id FROM search_texts($1::tsquery, 'evidence', 100, 100, NULL, NULL, NULL), jsonb_array_elements(hits) hit", [query])).rows.map((row) => row.record_id));

  test("answers each organization its own of the same words, by walking as by the index", async () => {
    await file(world, 9100, "Xylophone", "");
    await file(other, 9101, "Xylophone", "");
    expect(await hits(world.organizationId, "'xylophon'")).toEqual(["evi_zz9100"]);
    expect(await hits(other.organizationId, "'xylophon'")).toEqual(["evi_zz9101"]);
    expect(await found(other.as("admin"), "xylophone")).toEqual(["EV-9101"]);
    const rare = await inTenant(other.organizationId, async () => (await app.query<{ record_id: string }>("SELECT hit->>0 AS record_id FROM search_texts($1::tsquery, 'evidence', 0, 100, NULL, NULL, NULL), jsonb_array_elements(hits) hit", ["'xylophon'"])).rows);
    expect(rare).toEqual([{ record_id: "evi_zz9101" }]);
  });

  test("gives nobody another's by a query that names them, and nothing at all without an organization", async () => {
    for (const query of [`'@${world.organizationId}/evidence'`, `'@${world.organizationId}/evidence' | 'xylophon'`, `!'@${other.organizationId}/evidence'`, `!'nothing'`]) {
      expect((await hits(other.organizationId, query)).filter((id) => id === "evi_zz9100"), query).toEqual([]);
    }
    await expect(hits(null, "'xylophon'")).rejects.toMatchObject({ code: "42501" });
    await expect(hits("", "'xylophon'")).rejects.toMatchObject({ code: "42501" });
  });

  test("is the only way: the app role may neither read, write nor fill the table", async () => {
    for (const statement of ["SELECT 1 FROM search_text", "DELETE FROM search_text", `SELECT search_text_fill('${world.organizationId}')`]) {
      await expect(inTenant(other.organizationId, () => app.query(statement)), statement).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("writes for the organization of the transaction, whatever a caller calls the record", async () => {
    await inTenant(other.organizationId, async () => {
      await app.query("SELECT search_text_forget('evidence', 'evi_zz9100', 'evi_zz9100~')");
      await app.query("SELECT set_config('tickmark.organization_id', $1, true)", [world.organizationId]);
      expect((await app.query("SELECT hit->>0 AS record_id FROM search_texts('xylophon'::tsquery, 'evidence', 100, 100, NULL, NULL, NULL), jsonb_array_elements(hits) hit")).rows).toEqual([{ record_id: "evi_zz9100" }]);
    });
  });
});
