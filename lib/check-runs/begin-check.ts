import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { collectorsOf, freshUntil } from "#lib/connections/index.ts";
import { findVersions, insertVersion, lockCheck } from "./check.repository.ts";
import { collectorsOfKind, connectionsThere, lastRunsOf, rowsNow, type ConnectionFound } from "./holdings.repository.ts";
import type { Holdings, LastRun } from "./judge-collected.ts";
import { judges } from "./judges.ts";
import { CHECK_LIMITS } from "./limits.ts";
import type { ShippedCheck } from "./read-checks.ts";
import { checkInput, parametersInForce, requireShipped } from "./shipped.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";

export type BegunCheck = { at: Date; version: number; parameters: Readonly<Record<string, number>>; connections: (Holdings & { freshUntil: Date | null })[] };

/**
 * Gives a check what it judges: what every connection that brings it has now, and the parameters in force. Where its code is
 * another than that of its newest version, another version begins. @throws AppError not_found
 */
export const beginCheck = defineVerb({
  name: "checks.begin",
  permission: "system.maintain",
  effect: "write",
  input: z.strictObject({ checkId: checkInput }),
  async run({ tx, context: { organizationId }, input: { checkId }, now, audit, unchanged }): Promise<BegunCheck> {
    const shipped = await requireShipped(checkId);
    await lockCheck(tx, organizationId, checkId);
    const [newest] = await findVersions(tx, organizationId, checkId, 1);
    const parameters = parametersInForce(shipped, newest?.parameters ?? {});
    const same = newest !== undefined && newest.codeSha256 === shipped.codeSha256;
    const version = same ? newest.version : (newest?.version ?? 0) + 1;
    if (same) unchanged();
    else {
      await insertVersion(tx, organizationId, checkId, { version, codeSha256: shipped.codeSha256, parameters, reason: newest === undefined ? "It runs for the first time." : "Its code is another with this version of Tickmark.", madeBy: "system:checks", madeAt: now });
      await audit({ action: "check.version_began", subjectKind: "check", subjectId: checkId, changes: { version, code: shipped.codeSha256 } });
    }
    const there = (await connectionsThere(tx, organizationId)).filter(({ connector }) => judges(shipped.metadata, connector, collectorsOf(connector)));
    const connections: BegunCheck["connections"] = [];
    for (const connection of there) connections.push(await holdingsOf(tx, organizationId, shipped, connection));
    return { at: now, version, parameters, connections };
  },
});

async function holdingsOf(tx: TenantTransaction, organizationId: string, { metadata: { subject, reads, collectors: besides } }: ShippedCheck, { id: connectionId, connector }: ConnectionFound): Promise<BegunCheck["connections"][number]> {
  const known = collectorsOf(connector);
  const found = await collectorsOfKind(tx, organizationId, connectionId, subject.kind, subject.type);
  // Before anything of it came, any of those that could bring it may be the one that does.
  const collectors = found.length > 0 ? found : known.filter(({ yields }) => yields.includes(subject.kind)).map(({ id }) => id);
  const runs = await lastRunsOf(tx, organizationId, connectionId);
  const most = CHECK_LIMITS.rows;
  const rows = await rowsNow(tx, organizationId, connectionId, subject.kind, subject.type, most + 1);
  let truncated = rows.length > most;
  const all = rows.slice(0, most);
  for (const kind of reads) {
    const others = await rowsNow(tx, organizationId, connectionId, kind, undefined, most + 1);
    truncated ||= others.length > most;
    // Of the subject's own kind, those of its type are there already.
    all.push(...others.slice(0, most).filter(({ row }) => kind !== subject.kind || (row.kind === "resource" && row.type !== subject.type)));
  }
  return { connectionId, collectors, runs, rows: all, truncated, freshUntil: freshOf(runs, [...collectors, ...besides], known) };
}

/** Until when all of what the check rests on is fresh; null where nothing was collected. */
function freshOf(runs: readonly LastRun[], collectors: readonly string[], known: readonly { id: string; everyHours: number }[]): Date | null {
  const ends = runs.filter(({ collector }) => collectors.includes(collector)).map(({ collector, endedAt }) => freshUntil({ everyHours: known.find(({ id }) => id === collector)?.everyHours ?? 24 }, endedAt));
  return ends.reduce<Date | null>((least, end) => (least === null || end < least ? end : least), null);
}
