import { spawn } from "node:child_process";
import { childEnvironment, env } from "#lib/platform/env.ts";
import { databaseUrls } from "#lib/platform/database-urls.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";
import { buildIsCurrent } from "../build-interface.ts";
import { checkPort } from "../start/check-port.ts";
import { onEndRequest } from "../start/end-request.ts";
import { webArguments } from "../start/web-arguments.ts";

/**
 * `tickmark web`: one more web server, for a database that is set up and pages that are built. Ends with Ctrl-C or SIGTERM;
 * what restarts it when it crashes is the caller's: systemd, a container's runtime.
 */
export async function run(): Promise<number> {
  const environment = env();
  const { host, port, dataDirectory } = environment;
  if (!(await buildIsCurrent())) throw new SetupProblem('The pages are not built: run "tickmark build" first.');
  await withConnection(databaseUrls().app, "The database (is it set up?)", (client) => client.query("SELECT 1"));
  await checkPort(host, port);
  // With the channel to this process gone, killed or not, the server ends too: nothing is left that holds the port.
  const preload = new URL("../../platform/supervisor/exit-with-parent.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", preload, ...webArguments(environment)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: childEnvironment({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", TICKMARK_DATA: dataDirectory }),
  });
  const ending = onEndRequest(() => child.kill("SIGKILL"));
  ending.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  return ending.aborted ? 0 : (code ?? 1);
}
