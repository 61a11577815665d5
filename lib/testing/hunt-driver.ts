// A worker's process that carries one retro-hunt until it is killed (retro-hunt.database.test.ts). It says when it has begun.
import { writeSync } from "node:fs";
import { runHunt } from "#lib/hunts/index.ts";
import { systemClock } from "#lib/platform/clock.ts";
import { overrideDatabaseUrls } from "#lib/platform/database-urls.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import type { RoleUrls } from "#lib/platform/postgres/roles.ts";

const { urls, organizationId, huntId } = JSON.parse(process.env["HUNT_DRIVER"] ?? "") as { urls: RoleUrls; organizationId: string; huntId: string };
overrideDatabaseUrls(urls);
openRuntime();
const context = { organizationId, actor: { kind: "system" as const, name: "run-hunt" }, requestId: "hunt-driver", clock: systemClock };
let told = 0;
// Small stretches, so that a kill meets many of them.
await runHunt(context, { huntId }, async (step) => void writeSync(1, `${JSON.stringify({ told: (told += 1), step })}\n`), { silentAfterMs: 0, batchLines: 40 });
writeSync(1, `${JSON.stringify({ ended: true })}\n`);
process.exit(0);
