import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, type Database } from "#lib/platform/db.ts";
import { MIGRATIONS_DIRECTORY } from "#lib/platform/migrate.ts";
import { withTenant } from "#lib/platform/tenant.ts";
import { testDatabase } from "./database.ts";
import { driftFrom } from "./drift.ts";
import { readSchemaTables, schemaTables, tenantColumn } from "./schema-tables.ts";
import { insertAnyRow } from "./table-rows.ts";

const tables = readSchemaTables();
const ofKind = (kind: string) => tables.filter((table) => table.kind === kind).map(({ table }) => table);
const tenant = ofKind("tenant");
const directory = ofKind("directory");
const appendOnly = tables.filter((table) => table.appendOnly);

const A = "org_a";
const B = "org_b";
const PRIVILEGES = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"] as const;

const urls = await testDatabase();
let admin: pg.Client;
let owner: pg.Client;
let app: pg.Client;
let database: Database;

beforeAll(async () => {
  [admin, owner, app] = await Promise.all([urls.admin, urls.owner, urls.app].map(async (connectionString) => {
    const client = new pg.Client({ connectionString });
    await client.connect();
    return client;
  })) as [pg.Client, pg.Client, pg.Client];
  database = openDatabase(urls.app);
  for (const { table } of tables) for (const organization of [A, B]) await insertAnyRow(admin, table, organization);
});
afterAll(async () => {
  await Promise.all([admin.end(), owner.end(), app.end(), database.$disconnect()]);
});

const q = (name: string): string => `"${name}"`;

async function rowsOf<R extends pg.QueryResultRow>(client: pg.Client, sql: string, values: unknown[] = []): Promise<R[]> {
  return (await client.query<R>(sql, values)).rows;
}

/** Runs statements in one transaction that is always undone. `organization` null: no tenant is set. */
async function inTransaction<T>(client: pg.Client, organization: string | null, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    if (organization !== null) await client.query("SELECT set_config('tickmark.organization_id', $1, true)", [organization]);
    return await work();
  } finally {
    await client.query("ROLLBACK");
  }
}

/** The SQLSTATE that a statement is refused with; null when it is done. */
async function refusal(client: pg.Client, organization: string | null, sql: string): Promise<string | null> {
  return inTransaction(client, organization, async () => {
    try {
      await client.query(sql);
      return null;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      return error.code === "42501" && /row-level security/.test(error.message) ? "row-level security" : (error.code ?? "");
    }
  });
}

const privileges = async (table: string): Promise<string[]> => {
  const rows = await rowsOf<{ held: boolean; name: string }>(app, "SELECT p AS name, has_table_privilege(current_user, $1, p) OR (p IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege(current_user, $1, p)) AS held FROM unnest($2::text[]) p", [q(table), PRIVILEGES]);
  return rows.filter(({ held }) => held).map(({ name }) => name);
};

describe(`${tables.length} tables (${tenant.length} tenant, ${ofKind("global").length} global, ${directory.length} directory; ${appendOnly.length} append-only)`, () => {
  test("each say their kind, and are the tables of the database", async () => {
    expect(tables.filter(({ kind }) => kind === null)).toEqual([]);
    const found = await rowsOf<{ name: string }>(admin, "SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> '_prisma_migrations' ORDER BY 1");
    expect(found.map(({ name }) => name)).toEqual(tables.map(({ table }) => table).sort());
  });

  test("belong to the owner role, and give nobody but the app role a right", async () => {
    const owners = await rowsOf(admin, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relowner <> 'tickmark_owner'::regrole");
    expect(owners).toEqual([]);
    const others = await rowsOf(admin, "SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'public' AND grantee NOT IN ('tickmark_owner', 'tickmark_app')");
    expect(others).toEqual([]);
    expect(await privileges("_prisma_migrations")).toEqual([]);
  });

  test("nothing in the database differs from schema.prisma but the indexes that migrations name themselves", async () => {
    // Prisma's own names end in _idx and _key: such an index without its line in the schema is a difference.
    const byHand = new Set([...readMigrations().matchAll(/^CREATE INDEX "?(\w+?)"? ON/gm)].map((match) => match[1] ?? "").filter((name) => !/_(idx|key)$/.test(name)));
    const statements = (await driftFrom(urls.owner)).filter((statement) => !byHand.has(/^DROP INDEX "(\w+)";$/.exec(statement)?.[1] ?? ""));
    expect(statements).toEqual([]);
  });

  test("the comparison sees a column, a table, a type and a key that are not as schema.prisma has them", async () => {
    await owner.query("ALTER TABLE team ADD COLUMN motto text, ALTER COLUMN name DROP NOT NULL; ALTER TABLE team DROP CONSTRAINT team_pkey CASCADE; CREATE TABLE stray (id int)");
    const drift = (await driftFrom(urls.owner)).join("\n");
    await owner.query(
      `ALTER TABLE team DROP COLUMN motto, ALTER COLUMN name SET NOT NULL, ADD CONSTRAINT team_pkey PRIMARY KEY (organization_id, id); DROP TABLE stray;
       ALTER TABLE team_member ADD CONSTRAINT team_member_organization_id_team_id_fkey FOREIGN KEY (organization_id, team_id) REFERENCES team (organization_id, id) ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID`,
    );
    for (const statement of [/DROP COLUMN "motto"/, /ALTER COLUMN "name" SET NOT NULL/, /DROP TABLE "stray"/, /ADD CONSTRAINT "team_pkey"/, /ADD CONSTRAINT "team_member_organization_id_team_id_fkey"/]) expect(drift).toMatch(statement);
  });

  test("a table that states no kind, or states it elsewhere, is noticed", () => {
    const text = '/// @kind tenant @append-only\nmodel Fact {\n  id String @id\n  @@map("fact")\n}\n\nmodel Bare {\n  id String @id\n}\n/// Says much.\n/// @kind global\nmodel Told {\n id String @id\n}\n';
    expect(schemaTables(text)).toEqual([
      { model: "Fact", table: "fact", kind: "tenant", appendOnly: true },
      { model: "Bare", table: "Bare", kind: null, appendOnly: false },
      { model: "Told", table: "Told", kind: "global", appendOnly: false },
    ]);
  });
});

describe.each(tenant)("tenant table %s", (table) => {
  const column = tenantColumn(table);

  test("has row-level security forced, by one policy on the tenant, and one by which the owner reads a backup", async () => {
    const [flags] = await rowsOf(admin, "SELECT relrowsecurity AS enabled, relforcerowsecurity AS forced FROM pg_class WHERE oid = $1::regclass", [q(table)]);
    expect(flags).toEqual({ enabled: true, forced: true });
    const expression = `(${column} = current_setting('tickmark.organization_id'::text, true))`;
    const policies = await rowsOf(admin, "SELECT permissive, roles::text AS roles, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public' AND tablename = $1 ORDER BY policyname", [table]);
    expect(policies).toEqual([
      { permissive: "PERMISSIVE", roles: "{tickmark_owner}", cmd: "SELECT", qual: "(current_setting('tickmark.backup'::text, true) = 'on'::text)", with_check: null },
      { permissive: "PERMISSIVE", roles: "{public}", cmd: "ALL", qual: expression, with_check: expression },
    ]);
  });

  test("shows no row without a tenant, and each tenant its own alone, to the app and to the owner", async () => {
    for (const client of [app, owner]) {
      const seenBy = (organization: string | null) => inTransaction(client, organization, async () => (await rowsOf<{ organization: string }>(client, `SELECT ${q(column)} AS organization FROM ${q(table)}`)).map((row) => row.organization));
      expect(await seenBy(null)).toEqual([]);
      expect(await seenBy("")).toEqual([]);
      expect([await seenBy(A), await seenBy(B)]).toEqual([[A], [B]]);
    }
  });

  test("shows a backup's reader everything, as the owner alone: the app gains nothing by saying that it is one", async () => {
    const seenBy = (client: pg.Client) => inTransaction(client, null, async () => {
      await client.query("SELECT set_config('tickmark.backup', 'on', true)");
      return (await rowsOf<{ organization: string }>(client, `SELECT ${q(column)} AS organization FROM ${q(table)} ORDER BY 1`)).map((row) => row.organization);
    });
    expect([await seenBy(owner), await seenBy(app)]).toEqual([[A, B], []]);
  });

  test("takes no row of another tenant, and lets none be moved or removed across", async () => {
    const insert = (organization: string): string => `INSERT INTO ${q(table)} (${q(column)}) VALUES ('${organization}')`;
    expect(await refusal(app, A, insert(B))).toBe("row-level security");
    expect(await refusal(app, null, insert(B))).toBe("row-level security");
    // The same insert for itself is refused for its missing columns alone.
    expect(await refusal(app, A, insert(A))).toBe("23502");
    const held = await privileges(table);
    if (held.includes("UPDATE")) expect(await refusal(app, A, `UPDATE ${q(table)} SET ${q(column)} = '${B}'`)).toBe("row-level security");
    for (const statement of [`UPDATE ${q(table)} SET ${q(column)} = ${q(column)} WHERE ${q(column)} = '${B}'`, `DELETE FROM ${q(table)} WHERE ${q(column)} = '${B}'`]) {
      if (!held.includes(statement.slice(0, 6))) continue;
      expect(await inTransaction(app, A, async () => (await app.query(statement)).rowCount)).toBe(0);
    }
    expect(held).not.toContain("TRUNCATE");
  });

  test("has the organization first in its key, and in every reference to another tenant's table", async () => {
    const keys = await rowsOf<{ type: string; own: string[]; other: string[] | null; target: string | null }>(
      admin,
      `SELECT c.contype AS type, c.confrelid::regclass::text AS target,
              (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(num, n) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num) AS own,
              (SELECT array_agg(a.attname::text ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(num, n) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num) AS other
         FROM pg_constraint c WHERE c.conrelid = $1::regclass AND c.contype IN ('p', 'f')`,
      [q(table)],
    );
    expect(keys.filter(({ type }) => type === "p").map(({ own }) => own[0])).toEqual([column]);
    for (const { own, other, target } of keys.filter(({ type }) => type === "f")) {
      if (target !== null && tenant.includes(target.replaceAll('"', ""))) expect({ own: own[0], other: other?.[0] }).toEqual({ own: "organization_id", other: "organization_id" });
      else expect(target).not.toBeNull();
    }
  });
});

describe.each(appendOnly)("append-only table $table", ({ table, kind }) => {
  const tenantSet = kind === "tenant" ? A : null;

  test("refuses UPDATE, DELETE and TRUNCATE to the app role, and by trigger to its owner and to a superuser", async () => {
    const [key] = await rowsOf<{ name: string }>(admin, "SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum LIMIT 1", [q(table)]);
    const statements = [`UPDATE ${q(table)} SET ${q(key?.name ?? "")} = ${q(key?.name ?? "")}`, `DELETE FROM ${q(table)}`, `TRUNCATE ${q(table)} CASCADE`];
    for (const statement of statements) {
      expect([statement, await refusal(app, tenantSet, statement)]).toEqual([statement, "42501"]);
      expect([statement, await refusal(owner, tenantSet, statement)]).toEqual([statement, "23001"]);
      expect([statement, await refusal(admin, tenantSet, statement)]).toEqual([statement, "23001"]);
    }
    expect(await privileges(table)).toEqual(["SELECT", "INSERT"]);
  });
});

describe.each(directory)("directory table %s", (table) => {
  test("gives the app role no right at all", async () => {
    expect(await privileges(table)).toEqual([]);
    for (const organization of [null, A]) expect(await refusal(app, organization, `SELECT 1 FROM ${q(table)}`)).toBe("42501");
  });
});

describe("functions that run as their owner", () => {
  test("fix their search path, and are for the app role alone", async () => {
    const functions = await rowsOf<{ name: string; config: string[] | null; everybody: boolean; app: boolean }>(
      admin,
      `SELECT p.oid::regprocedure::text AS name, p.proconfig AS config, has_function_privilege('tickmark_app', p.oid, 'EXECUTE') AS app,
              EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g WHERE g.grantee = 0) AS everybody
         FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef ORDER BY 1`,
    );
    expect(functions.length).toBeGreaterThan(0);
    for (const { name, config, everybody, app: may } of functions) {
      expect({ name, path: config?.some((line) => /^search_path=public, pg_temp$/.test(line)), everybody, may }).toEqual({ name, path: true, everybody: false, may: true });
    }
  });

  test("write for the organization of the transaction, never for one that is named, and not without one", async () => {
    const calls = ["directory_add_membership('u', 'm')", "directory_add_slug('s')", "directory_add_delivery_token('h', 'd', now())", "directory_put_due_work('k', 's', now())", "directory_add_invitation_token('h', 'i')", "dispose_of_words('e')", "search_text_keep('control', 'c', 't', 't')", "search_texts('t'::tsquery, 'control', 1, 1, NULL, NULL, NULL)", "collected_find('ticket', '{t}', '{}', now(), '~', 1)", "collected_count('ticket', '{t}', '{}', 1)"];
    for (const call of calls) expect([call, await refusal(app, null, `SELECT ${call}`)]).toEqual([call, "42501"]);
    const removed = await inTransaction(app, A, async () => {
      await app.query(`SELECT directory_remove_due_work('${B}', '${B}')`);
      return rowsOf(admin, "SELECT 1 FROM due_work WHERE organization_id = $1", [B]);
    });
    expect(removed).toHaveLength(1);
  });
});

describe("200 tenant transactions at once on ten connections", () => {
  test("stay apart", async () => {
    const work = Array.from({ length: 200 }, (_, index) => {
      const organization = index % 2 === 0 ? A : B;
      return withTenant(database, organization, async (tx) => {
        const before = await tx.team.findMany();
        await tx.team.create({ data: { organizationId: organization, id: `team_${index}`, name: `Team ${index}` } });
        const after = await tx.team.findMany();
        return { organization, seen: [...before, ...after].map((team) => team.organizationId), own: after.some((team) => team.id === `team_${index}`) };
      });
    });
    const answers = await Promise.all(work);
    expect(answers.filter(({ organization, seen, own }) => !own || seen.some((other) => other !== organization))).toEqual([]);
    expect(await withTenant(database, A, (tx) => tx.team.count())).toBe(101);
    expect(await database.team.count()).toBe(0);
  });
});

function readMigrations(): string {
  const names = readdirSync(MIGRATIONS_DIRECTORY, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return names.map(({ name }) => readFileSync(`${MIGRATIONS_DIRECTORY}/${name}/migration.sql`, "utf8")).join("\n");
}
