import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOrganizationKey } from "#lib/platform/blob-store/index.ts";
import { canonicalJson } from "#lib/platform/canonical-json.ts";
import type { Context } from "#lib/platform/context.ts";
import { newId } from "#lib/platform/ids.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { setUpDatabase } from "#lib/platform/set-up-database.ts";
import { withTenant } from "#lib/platform/tenant.ts";
import { testDatabaseBefore } from "#lib/testing/database.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { checkProof, examineLedger, makeCheckpoint, provenCommitmentsTo, runDueLedger } from "./index.ts";
import { ledgerKeys } from "./key.repository.ts";
import { leafHash } from "./leaf-hash.ts";
import { verifierOf } from "./ledger-keys.ts";

// Facts were recorded in line before there was a tree (prisma/migrations/20261122028000_ledger_tree).

type Fact = { id: string; subject: string; record: string; recordedAt: Date };

const ORGANIZATIONS = ["old", "older"].map((slug) => ({ slug, id: newId("org", Date.parse("2025-01-01T00:00:00Z")) }));
/** More than one tile of the tree holds, over a year. */
const COUNT = 300;

const facts = new Map(ORGANIZATIONS.map(({ id, slug }) => [id, Array.from({ length: slug === "old" ? COUNT : 2 }, (_, index) => factAt(`${slug}_${index}`, index))]));
let world: World;
let admin: string;

function factAt(subject: string, index: number): Fact {
  const recordedAt = new Date(Date.parse("2025-09-01T12:00:00.000Z") + index * 86_400_123);
  return { id: newId("led", recordedAt.getTime()), subject, recordedAt, record: canonicalJson({ index, kind: "earlier", recorded_at: recordedAt.toISOString(), subject }) };
}

beforeAll(async () => {
  const database = await testDatabaseBefore("20261122028000_ledger_tree");
  admin = database.admin;
  await withConnection(admin, "The test's connection", async (client) => {
    for (const { id, slug } of ORGANIZATIONS) {
      await client.query("INSERT INTO organization (id, slug, name, time_zone, created_at) VALUES ($1, $2, $2, 'UTC', '2025-01-01')", [id, slug]);
      await client.query("INSERT INTO organization_slug (slug, organization_id) VALUES ($1, $2)", [slug, id]);
      // Kept in no order: the ledger's is that of their recording.
      for (const { id: entryId, subject, record, recordedAt } of (facts.get(id) ?? []).toReversed()) {
        const salt = randomBytes(16);
        await client.query("INSERT INTO ledger_pending_entry (organization_id, id, kind, subject_id, record, salt, leaf_hash, recorded_at) VALUES ($1, $2, 'earlier', $3, $4, $5, $6, $7)", [id, entryId, subject, record, salt, leafHash(salt, record), recordedAt]);
      }
    }
  });
  expect(await setUpDatabase(database.admin, database)).toContain("20261122028000_ledger_tree");
  world = await testWorld();
  for (const { id } of ORGANIZATIONS) await withTenant(world.runtime.database, id, (tx) => createOrganizationKey(tx, id, world.runtime.masterKey, new Date("2025-01-01")));
}, 60_000);
afterAll(async () => world.close());

const system = (organizationId: string): Context => ({ ...world.asSystem(), organizationId });

test("what was recorded before the tree waits in line, in its own organization, and its ledger is due", async () => {
  for (const { id } of ORGANIZATIONS) {
    const waiting = await withTenant(world.runtime.database, id, (tx) => tx.ledgerQueue.findMany({ orderBy: { entryId: "asc" } }));
    expect(waiting.map(({ entryId }) => entryId)).toEqual((facts.get(id) ?? []).map((fact) => fact.id));
  }
  const due = await withConnection(admin, "The test's connection", async (client) => (await client.query<{ organization_id: string; kind: string }>("SELECT organization_id, kind FROM due_work WHERE subject_id = 'tree' ORDER BY kind")).rows);
  for (const { id } of ORGANIZATIONS) expect(due.filter((row) => row.organization_id === id).map(({ kind }) => kind)).toEqual(["ledger", "ledger_audit"]);
});

test("each is appended with the time at which it was recorded, before everything newer, and is proven against a signed checkpoint", async () => {
  for (const { id } of ORGANIZATIONS) {
    const earlier = facts.get(id) ?? [];
    await runDueLedger(system(id));
    await makeCheckpoint(system(id), true);
    const keys = (await withTenant(world.runtime.database, id, (tx) => ledgerKeys(tx, id))).map(verifierOf);
    const proven = await withTenant(world.runtime.database, id, (tx) => provenCommitmentsTo(tx, id, { subjectIds: earlier.map(({ subject }) => subject), limit: COUNT }));
    expect(proven.map(({ index, state, recordedAt, clockStep }) => [index, state, recordedAt, clockStep])).toEqual(earlier.map(({ recordedAt }, index) => [index, "signed", recordedAt, null]));
    for (const [index, { proof }] of proven.entries()) expect(checkProof(proof ?? "", keys).record).toBe(earlier[index]?.record);
    expect((await examineLedger(system(id), () => Promise.resolve())).fault).toBeNull();
  }
});
