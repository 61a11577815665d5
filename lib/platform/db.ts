import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "#prisma/generated/client.ts";
import { statementNames } from "./statement-names.ts";
import { takeTurns } from "./take-turns.ts";
import { traceStatements } from "./telemetry/trace-statements.ts";

export type Database = PrismaClient;

/**
 * Opens a pool for one role. Web and worker open the app role, which owns nothing and is bound by
 * row-level security; only set-up opens the owner's.
 *
 * @param url connection URL of the role
 * @param poolSize most connections held by this process
 */
export function openDatabase(url: string, poolSize = 10): Database {
  return new PrismaClient({
    adapter: traceStatements(takeTurns(new PrismaPg({ connectionString: url, max: poolSize }, { statementNameGenerator: statementNames() }))),
    // A verb does no I/O inside its transaction, so 20 s means something is wrong; waiting 20 s for a
    // connection lets a burst of requests queue instead of failing.
    transactionOptions: { timeout: 20_000, maxWait: 20_000 },
  });
}
