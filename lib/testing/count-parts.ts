import { PERMISSIONS } from "#lib/access/index.ts";
import { JOBS } from "#lib/jobs/registry.ts";
import { Role } from "#prisma/generated/enums.ts";
import { findActions, findGlobalVerbs, findPages, findRoutes, findVerbs } from "./discover.ts";
import { readSchemaTables } from "./schema-tables.ts";

// Says what the generated suites run over, as found in the files.

const tables = readSchemaTables();
const ofKind = (kind: string): number => tables.filter((table) => table.kind === kind).length;
const verbs = await findVerbs();
const writing = verbs.filter(({ verb }) => verb.definition.effect === "write").length;
const routes = findRoutes();

console.log(
  [
    `${verbs.length} verbs (${writing} write, ${verbs.length - writing} read)`,
    `${(await findGlobalVerbs()).length} verbs without an organization`,
    `${Object.keys(PERMISSIONS).length} permissions, ${Object.keys(Role).length} roles`,
    `${findPages().length} pages, ${findActions().length} server actions, ${routes.length} route handlers with ${routes.flatMap(({ methods }) => methods).length} methods`,
    `${JOBS.length} kinds of jobs`,
    `${tables.length} tables (${ofKind("tenant")} tenant, ${ofKind("global")} global, ${ofKind("directory")} directory; ${tables.filter(({ appendOnly }) => appendOnly).length} append-only)`,
  ].join("\n"),
);
