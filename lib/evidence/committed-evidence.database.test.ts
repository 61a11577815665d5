import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { examineLedger, runDueLedger } from "#lib/ledger/index.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { uploadBytes } from "#lib/testing/source-records.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { COMMITTED_EVIDENCE, readEvidence, reviewEvidence, submitEvidence } from "./index.ts";

// As the owner of the database can: past every trigger and every policy.

const TABLES = ["evidence", "evidence_answer", "evidence_review"];
/** Names of its entry's fields, as an audit says them, by column. */
const FIELDS: Readonly<Record<string, string>> = {
  number: "number", title: "title", source_kind: "source kind", source_id: "source id", source_hash: "source", note: "note", file_name: "file name", media_type: "media type", byte_length: "byte length",
  blob_sha256: "file", original_path: "claimed path", original_modified_at: "claimed modified at", web_address: "web address", collected_at: "collected at", effective_from: "effective from", effective_until: "effective until",
  submitted_by: "submitted by", recorded_at: "submitted at",
};
const CHANGED: Readonly<Record<string, (column: string) => string>> = {
  text: (column) => `coalesce(${column}, '') || 'x'`, int4: (column) => `${column} + 100`, int8: (column) => `coalesce(${column}, 0) + 1`,
  timestamptz: (column) => `coalesce(${column}, now()) + interval '1 hour'`, SourceKind: () => `'collection'::"SourceKind"`,
};

let world: World;
let owner: pg.Client;
let columns: { name: string; type: string }[];
const ids: string[] = [];

beforeAll(async () => {
  owner = new pg.Client({ connectionString: (await testDatabase()).admin });
  await owner.connect();
  world = await testWorld();
  const request = (await adoptedLibrary(world)).requests.get("SYS.1.01 logging-policy") ?? "";
  world.clock.set("2026-11-20T09:00:00Z");
  const as = world.as("control_owner");
  for (const [at, text] of ["one", "two", "three"].entries()) {
    const { sha256 } = await uploadBytes(world, as, text);
    const source = { kind: "upload" as const, sha256, fileName: `${text}.txt`, mediaType: "text/plain", originalPath: `folder/${text}.txt`, originalModifiedAt: new Date("2026-10-01T00:00:00Z") };
    ids.push((await submitEvidence(as, { source, title: text, note: `About ${text}.`, period: { firstDay: `2026-10-0${at + 1}` }, requestIds: [request] })).id);
    world.clock.advance(61_000);
  }
  await reviewEvidence(world.as("compliance_manager"), { evidenceId: ids[0] ?? "", decision: "accepted", reason: "Read it." });
  await runDueLedger(world.asSystem());
  columns = (await owner.query<{ name: string; type: string }>("SELECT column_name AS name, udt_name AS type FROM information_schema.columns WHERE table_name = 'evidence' AND column_name NOT IN ('organization_id', 'id') ORDER BY ordinal_position")).rows;
  for (const table of TABLES) await owner.query(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM ${table}`);
});
afterEach(async () => {
  await owner.query("SET session_replication_role = replica");
  for (const table of TABLES) await owner.query(`DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept_${table}`);
  await owner.query("SET session_replication_role = origin");
});
afterAll(async () => {
  await owner.end();
  await world.close();
});

const fault = async (): Promise<{ index: number | null; message: string } | null> => (await examineLedger(world.asSystem(), () => Promise.resolve(), COMMITTED_EVIDENCE)).fault;

async function forge(sql: string, values: unknown[] = []): Promise<void> {
  await owner.query("SET session_replication_role = replica");
  const { rowCount } = await owner.query(sql, values);
  await owner.query("SET session_replication_role = origin");
  expect(rowCount, sql).toBeGreaterThan(0);
}

async function indexOf(id: string | undefined, kind = "evidence"): Promise<number> {
  const { rows } = await owner.query<{ index: string }>("SELECT l.index FROM ledger_leaf l JOIN ledger_pending_entry e ON e.organization_id = l.organization_id AND e.id = l.entry_id WHERE e.subject_id = $1 AND e.kind = $2", [id, kind]);
  return Number(rows[0]?.index);
}

describe("a row that was changed past the ledger", () => {
  test("is named in every column, with the index of the entry that commits to it; untouched rows are not", async () => {
    expect(await fault()).toBeNull();
    expect(columns.map(({ name }) => name).sort()).toEqual(Object.keys(FIELDS).sort());
    const index = await indexOf(ids[1]);
    for (const { name, type } of columns) {
      await forge(`UPDATE evidence SET ${name} = ${CHANGED[type]?.(name) ?? "no value is known"} WHERE id = $1`, [ids[1]]);
      expect(await fault(), name).toEqual({ index, message: `the evidence that it commits to, ${ids[1] ?? ""}, was changed: its ${FIELDS[name] ?? ""} is another` });
      await forge(`UPDATE evidence v SET ${name} = k.${name} FROM kept_evidence k WHERE k.id = v.id AND v.id = $1`, [ids[1]]);
    }
    expect(await fault()).toBeNull();
  });

  test("is missed, also when only its request was taken away", async () => {
    await forge("DELETE FROM evidence_answer WHERE evidence_id = $1", [ids[2]]);
    expect(await fault()).toEqual({ index: await indexOf(ids[2]), message: expect.stringContaining("its requests is another") as string });
    await forge("DELETE FROM evidence WHERE id = $1", [ids[2]]);
    expect(await fault()).toEqual({ index: await indexOf(ids[2]), message: `the evidence that it commits to, ${ids[2] ?? ""}, is missing` });
  });

  test("is seen when two were put in each other's places: the first of them", async () => {
    const set = columns.filter(({ name }) => name !== "number").map(({ name }) => `${name} = k.${name}`).join(", ");
    await forge(`UPDATE evidence v SET ${set} FROM kept_evidence k WHERE (v.id, k.id) IN (($1, $2), ($2, $1))`, [ids[0], ids[1]]);
    expect((await fault())?.index).toBe(await indexOf(ids[0]));
  });

  test("is seen when it was put in without an entry", async () => {
    await forge(`INSERT INTO evidence SELECT organization_id, 'evi_forged', ${columns.map(({ name }) => (name === "number" ? "number + 100" : name)).join(", ")} FROM kept_evidence LIMIT 1`);
    expect(await fault()).toEqual({ index: null, message: "no entry commits to the evidence evi_forged: it was put in past the ledger" });
  });

  test("is told by its own page at once, with the field, and untouched evidence says nothing", async () => {
    const changed = async (id: string | undefined) => (await readEvidence(world.as("compliance_manager"), { reference: id ?? "" })).changed;
    expect([await changed(ids[0]), await changed(ids[1])]).toEqual([null, null]);
    await forge("UPDATE evidence SET effective_until = effective_until + interval '1 year' WHERE id = $1", [ids[1]]);
    expect([await changed(ids[0]), await changed(ids[1])]).toEqual([null, { index: await indexOf(ids[1]), field: "effective until" }]);
    await forge("DELETE FROM evidence_review WHERE evidence_id = $1", [ids[0]]);
    expect(await changed(ids[0])).toEqual({ index: await indexOf(ids[0], "evidence_review"), field: null });
  });

  test("is seen of a judgement that nobody gave: a state without a review, and a review without an entry", async () => {
    const index = await indexOf(ids[1]);
    await forge("UPDATE evidence_state SET review_state = 'accepted' WHERE evidence_id = $1", [ids[1]]);
    expect(await fault()).toEqual({ index, message: expect.stringContaining("its review state is another") as string });
    await forge("UPDATE evidence_state SET review_state = 'awaiting' WHERE evidence_id = $1", [ids[1]]);
    expect(await fault()).toBeNull();
    await forge("INSERT INTO evidence_review SELECT organization_id, 'rev_forged', $1, decision, reason, reviewed_by, recorded_at FROM kept_evidence_review LIMIT 1", [ids[1]]);
    expect(await fault()).toEqual({ index, message: expect.stringContaining("its review is another") as string });
  });

  test("is seen of reviews: another decision, another reason, none", async () => {
    const index = await indexOf(ids[0], "evidence_review");
    for (const [sql, message] of [["UPDATE evidence_review SET reason = 'It was fine.'", /its reason is another/], [`UPDATE evidence_review SET decision = 'rejected'`, /its decision is another/], ["DELETE FROM evidence_review", /is missing/]] as const) {
      await forge(sql);
      expect(await fault()).toEqual({ index, message: expect.stringMatching(message) as string });
    }
  });
});
