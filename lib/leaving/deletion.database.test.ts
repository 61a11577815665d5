import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { noteVisit } from "#lib/engagements/index.ts";
import { membershipsOf, resolveSession, THROTTLE_WINDOW_MS } from "#lib/identity/index.ts";
import { gatherMail, listNotifications, markNotifications, openNotification } from "#lib/notifications/index.ts";
import { changeOrganization, readOrganization } from "#lib/organizations/index.ts";
import { databaseUrls } from "#lib/platform/database-urls.ts";
import { openFileBlobStore } from "#lib/platform/blob-store/file-blob-store.ts";
import { newId } from "#lib/platform/ids.ts";
import { configureRuntime } from "#lib/platform/runtime.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { furnishedWorld, type FurnishedWorld } from "#lib/testing/furnished-world.ts";
import { reasonOf } from "#lib/testing/reason-of.ts";
import { readSchemaTables, tenantColumn } from "#lib/testing/schema-tables.ts";
import { WORLD_PASSWORD } from "#lib/testing/world.ts";
import {
  cancelDeletion, checkReceipt, destroyOrganization, destroyWhenDue, formatReceipt, mailDeletionJob, placeLegalHold, readDeletionDay, readLeaving, readReceipt, receiptPdf, releaseLegalHold, requestDeletion,
} from "./index.ts";
import { isReceiptToken, receiptPath } from "./receipt-link.ts";

const DAY_MS = 86_400_000;
const { admin: adminUrl, dataDirectory } = await testDatabase();
const store = openFileBlobStore(`${dataDirectory}/blobs`);
const tenantTables = readSchemaTables().filter(({ kind }) => kind === "tenant").map(({ table }) => table);

let world: FurnishedWorld;
let other: FurnishedWorld;
let admin: pg.Client;
beforeAll(async () => {
  world = await furnishedWorld();
  other = await furnishedWorld();
  admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
}, 240_000);
// Proofs are counted; a person does not ask ten times in a quarter of an hour.
beforeEach(() => world.clock.advance(THROTTLE_WINDOW_MS));
afterAll(async () => {
  await admin.end();
  await Promise.all([world.close(), other.close()]);
});

const nameOf = async (): Promise<string> => (await readOrganization(world.asSystem(), {})).name;
const ask = async () => requestDeletion(world.as("admin"), { name: await nameOf(), proof: WORLD_PASSWORD });
const due = (id: string) => destroyOrganization(world.asSystem("deletion"), id);

async function countsOf(organizationId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of tenantTables) {
    const { rows } = await admin.query<{ count: string }>(`SELECT count(*) FROM "${table}" WHERE "${tenantColumn(table)}" = $1`, [organizationId]);
    counts[table] = Number(rows[0]?.count);
  }
  return counts;
}

const lying = async (organizationId: string): Promise<number> => {
  let count = 0;
  for await (const blob of store.list(organizationId)) count += blob.sealedBytes > 0 ? 1 : 0;
  return count;
};

/** A second administrator, who is a member of the other organization too. */
async function secondAdmin() {
  const { userId, name, email } = other.members.admin;
  const memberId = newId("mem", world.clock.now().getTime());
  await world.inTenant(async (tx) => {
    await tx.member.create({ data: { organizationId: world.organizationId, id: memberId, userId, name, email, role: "admin", createdAt: world.clock.now() } });
    await tx.$executeRaw`SELECT directory_add_membership(${userId}, ${memberId})`;
  });
  return { ...world.as("admin"), actor: { kind: "member" as const, memberId, userId, name, role: "admin" as const, engagement: null, owes: null } };
}

describe("a legal hold", () => {
  test("stands until another administrator releases it, where there is one, and is kept for ever", async () => {
    const { id } = await placeLegalHold(world.as("admin"), { reason: "Litigation" });
    expect(await reasonOf(ask())).toBe("legal_hold");
    const second = await secondAdmin();
    expect(await reasonOf(releaseLegalHold(world.as("admin"), { holdId: id, reason: "I say so" }))).toBe("hold_of_ones_own");
    await releaseLegalHold(second, { holdId: id, reason: "Settled" });
    await releaseLegalHold(second, { holdId: id, reason: "Settled again" });
    const { holds } = await readLeaving(world.as("compliance_manager"), {});
    expect(holds).toMatchObject([{ id, reason: "Litigation", placedByName: "Ada Admin", release: { reason: "Settled" } }]);
    expect(await reasonOf(placeLegalHold(world.as("compliance_manager"), { reason: "x" }))).toBe("role_lacks_permission");
  });

  test("cancels a deletion that is pending, and nothing is destroyed on its day", async () => {
    const { id, dueAt } = await ask();
    const hold = await placeLegalHold(world.as("admin"), { reason: "Inquiry" });
    world.clock.set(dueAt);
    await due(id);
    expect((await countsOf(world.organizationId))["organization_key"]).toBe(1);
    expect(await readDeletionDay(world.as("employee"), {})).toBeNull();
    await releaseLegalHold(await secondAdminContext(), { holdId: hold.id, reason: "Over" });
  });
});

/** The second administrator, made in the first test. */
async function secondAdminContext() {
  const { userId, name } = other.members.admin;
  const member = await world.inTenant((tx) => tx.member.findFirstOrThrow({ where: { userId } }));
  return { ...world.as("admin"), actor: { kind: "member" as const, memberId: member.id, userId, name, role: "admin" as const, engagement: null, owes: null } };
}

const secondAdminId = async (): Promise<string> => (await secondAdminContext()).actor.memberId;

/** Unread news of a deletion in somebody's inbox. */
const askedOf = async (context: Parameters<typeof listNotifications>[0]) => (await listNotifications(context, { show: "unread", kind: "deletion_asked" })).rows;

describe("a deletion that is pending", () => {
  test("is asked for by an administrator who types the name and proves to be there", async () => {
    const name = await nameOf();
    expect(await reasonOf(requestDeletion(world.as("admin"), { name: "Another", proof: WORLD_PASSWORD }))).toBe("name_differs");
    expect(await reasonOf(requestDeletion(world.as("admin"), { name, proof: "not the password of anybody" }))).toBe("proof_refused");
    expect(await reasonOf(requestDeletion(world.as("compliance_manager"), { name, proof: WORLD_PASSWORD }))).toBe("role_lacks_permission");
    expect(await readDeletionDay(world.as("employee"), {})).toBeNull();
  });

  test("is told to every administrator, lets nobody change anything but read and cancel, and leaves everything as it was", async () => {
    await world.runJobs([mailDeletionJob]);
    world.mails.length = 0;
    const before = await countsOf(world.organizationId);
    const { id, dueAt } = await ask();
    expect(dueAt.getTime() - world.clock.now().getTime()).toBe(30 * DAY_MS);
    // However often its due work is handed out, one job waits for it.
    for (let turn = 0; turn < 3; turn += 1) await destroyWhenDue(world.asSystem("deletion"), id);
    expect((await admin.query("SELECT data FROM pgboss.job WHERE name = 'tickmark-destruction'")).rows).toEqual([{ data: { organizationId: world.organizationId, requestId: id } }]);
    expect((await ask()).id).toBe(id);
    await world.runJobs([mailDeletionJob]);
    expect(world.mails.map((mail) => mail.to.address).sort()).toEqual([world.members.admin.email, other.members.admin.email].sort());
    expect(world.mails[0]?.text).toContain(receiptPath(id));
    expect(await reasonOf(changeOrganization(world.as("admin"), { name: "Other", timeZone: "UTC" }))).toBe("deletion_pending");
    expect(await reasonOf(world.freshIncident())).toBe("deletion_pending");
    expect(await reasonOf(noteVisit(await world.auditor(), { viewed: "control", subjectId: world.control.inside }))).toBe("done");
    expect(await readDeletionDay(world.as("employee"), {})).toEqual(dueAt);
    await due(id);
    expect(await askedOf(world.as("admin"))).toEqual([]);
    const [news, ...more] = await askedOf(await secondAdminContext());
    expect([news?.facts.by, more]).toEqual(["Ada Admin", []]);
    expect(await openNotification(await secondAdminContext(), { id: news!.id })).toEqual({ place: "settings/data" });
    await markNotifications(await secondAdminContext(), { ids: [news!.id], read: false });
    expect(await gatherMail(world.asSystem(), { memberId: await secondAdminId() })).toEqual({ mailIds: [] });
    await cancelDeletion(await secondAdminContext(), { deletionId: id });
    await cancelDeletion(world.as("admin"), { deletionId: id });
    expect(await askedOf(await secondAdminContext())).toEqual([]);
    world.clock.set(dueAt);
    await due(id);
    await world.runJobs([mailDeletionJob]);
    expect(world.mails.filter((mail) => /was cancelled/.test(mail.subject))).toHaveLength(2);
    const after = await countsOf(world.organizationId);
    const moved = new Set(["audit_trail_entry", "ledger_pending_entry", "ledger_queue", "job_run", "deletion_request", "notification"]);
    for (const table of tenantTables.filter((name) => !moved.has(name))) expect([table, after[table]]).toEqual([table, before[table]]);
    expect(await reasonOf(world.freshIncident())).toBe("done");
  });
});

describe("append-only tables", () => {
  test("give way to nobody who only says that an organization is being destroyed: not to the app role, a superuser, or the owner without a receipt", async () => {
    const tables = readSchemaTables().filter(({ kind, appendOnly }) => kind === "tenant" && appendOnly).map(({ table }) => table);
    const { owner, app } = databaseUrls();
    for (const [url, code] of [[app, "42501"], [owner, "23001"], [adminUrl, "23001"]] as const) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const table of tables) {
        await client.query("BEGIN");
        await client.query("SELECT set_config('tickmark.organization_id', $1, true), set_config('tickmark.destroying', 'on', true)", [world.organizationId]);
        const { rowCount } = await client.query(`SELECT 1 FROM "${table}" WHERE organization_id = $1`, [world.organizationId]);
        const refused = await client.query(`DELETE FROM "${table}" WHERE organization_id = $1`, [world.organizationId]).then(() => "deleted", (error: pg.DatabaseError) => error.code);
        // A table without a row of this organization has nothing that a trigger could refuse.
        expect([table, refused]).toEqual([table, rowCount === 0 && url !== app ? "deleted" : code]);
        await client.query("ROLLBACK");
      }
      await client.end();
    }
    const receipt = { id: "x", organizationId: world.organizationId, begunAt: world.clock.now(), facts: {}, recipients: [] };
    await expect(world.inTenant((tx) => tx.deletionReceipt.create({ data: receipt }))).rejects.toThrow(/permission denied|denied access/);
  });
});

describe("a deletion that is due", () => {
  let id: string;
  let before: Record<string, number>;
  let others: Record<string, number>;
  let blobs: { count: number; bytes: number };

  beforeAll(async () => {
    world.clock.advance(THROTTLE_WINDOW_MS);
    others = await countsOf(other.organizationId);
    await admin.query("INSERT INTO session (id, user_id, created_at, expires_at, last_seen_at) VALUES ('ses_gone', $1, now(), now(), now())", [world.members.employee.userId]);
    id = (await ask()).id;
    world.clock.advance(30 * DAY_MS);
    before = await countsOf(world.organizationId);
    const { rows } = await admin.query<{ count: string; bytes: string }>("SELECT count(*), sum(byte_length) AS bytes FROM blob WHERE organization_id = $1", [world.organizationId]);
    blobs = { count: Number(rows[0]?.count), bytes: Number(rows[0]?.bytes) };
    world.mails.length = 0;
  }, 60_000);

  test("begins with the key, goes on where it was cut off, and is destroyed once", async () => {
    configureRuntime({ ...world.runtime, blobs: { ...world.runtime.blobs, removeAll: () => Promise.reject(new Error("killed")) } });
    await expect(due(id)).rejects.toThrow("killed");
    configureRuntime(world.runtime);
    expect((await countsOf(world.organizationId))["organization_key"]).toBe(0);
    expect(await readReceipt(id, receiptPath(id).split("/")[3] ?? "")).toEqual({ outcome: "not_yet" });
    await due(id);
    const first = await world.runtime.database.deletionReceipt.findUniqueOrThrow({ where: { id } });
    await due(id);
    expect(await world.runtime.database.deletionReceipt.findUniqueOrThrow({ where: { id } })).toEqual(first);
  }, 60_000);

  test("leaves no row in any tenant table, no file, no address, no link, nothing due and nothing in the queue", async () => {
    expect(Object.entries(await countsOf(world.organizationId)).filter(([, count]) => count !== 0)).toEqual([]);
    expect(await lying(world.organizationId)).toBe(0);
    for (const table of readSchemaTables().filter(({ kind }) => kind === "directory").map((one) => one.table)) {
      expect([table, (await admin.query(`SELECT 1 FROM "${table}" WHERE organization_id = $1`, [world.organizationId])).rowCount]).toEqual([table, 0]);
    }
    expect((await admin.query("SELECT 1 FROM pgboss.job WHERE group_id = $1", [world.organizationId])).rowCount).toBe(0);
  });

  test("touches nothing of another organization", async () => {
    expect(await countsOf(other.organizationId)).toEqual(others);
    expect(await lying(other.organizationId)).toBeGreaterThan(0);
    expect((await readOrganization(other.as("employee"), {})).slug).toBe(other.slug);
  });

  test("closes the accounts of people who belonged to no other organization, with their sessions, and no others", async () => {
    const { database } = world.runtime;
    expect(await database.userAccount.count({ where: { id: { in: Object.values(world.members).map(({ userId }) => userId) } } })).toBe(0);
    expect(await resolveSession({ caller: null, requestId: "r", clock: world.clock }, { sessionId: "ses_gone" })).toBeNull();
    expect(await membershipsOf(database, other.members.admin.userId)).toHaveLength(1);
    expect(await database.userAccount.count({ where: { id: other.members.admin.userId } })).toBe(1);
  });

  test("is certified by a receipt whose counts are those of before, signed by the installation, mailed once, and shown by its address alone", async () => {
    const token = receiptPath(id).split("/")[3] ?? "";
    expect([isReceiptToken(id, token), isReceiptToken(id, "x".repeat(token.length)), await readReceipt(id, "x")]).toEqual([true, false, null]);
    const view = await readReceipt(id, token);
    if (view?.outcome !== "destroyed") throw new Error("there is no receipt");
    expect(view.receipt).toMatchObject({ id, organization: { id: world.organizationId }, requested: { by: "Ada Admin" }, files: blobs, accounts_closed: 6 + (before["member"] ?? 0) - 7 });
    expect(view.receipt.rows).toEqual(before);
    expect(view.receipt.ledger.entries).toBe(before["ledger_pending_entry"]);
    expect(world.mails.map((mail) => [mail.to.address, mail.text.includes(receiptPath(id))]).sort()).toEqual([[world.members.admin.email, true], [other.members.admin.email, true]].sort());
    expect((await world.runtime.database.deletionReceipt.findUniqueOrThrow({ where: { id } })).recipients).toEqual([]);
    expect(formatReceipt(checkReceipt(view.document))).toMatchObject({ exitCode: 0 });
    expect(formatReceipt(checkReceipt(view.document.replace('"accounts_closed": ', '"accounts_closed": 1'))).exitCode).toBe(1);
    expect(formatReceipt(checkReceipt("{}")).exitCode).toBe(2);
    const pdf = await receiptPdf(view.document);
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.equals(await receiptPdf(view.document))).toBe(true);
  });
});
