// How long do pages take over HTTP when an organization is large?
//
//   node_modules/.bin/node bench/pages/run.ts [--share 1] [--requests 200] [--only WORDS]
//   node_modules/.bin/node bench/pages/run.ts --data FOLDER --password PASSWORD
//
// Sets up an installation in a temporary folder, fills it as `npm run seed:large` does, builds the pages if need be and
// starts the web server as `tickmark web` does. Asks for each page 200 times, two at a time, as a signed-in administrator:
// from the request to the last byte, uncompressed, nothing cached but what the server keeps by itself. Prints one JSON
// object. With --data it asks an installation that seed:large has filled, whose database runs.
//
// Beside the clock it tells the processor time that web server and database took per answer (Linux alone): on a machine
// that does other work too, that is what two runs can be compared by.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { parseArgs } from "node:util";
import { encodeCursor } from "#lib/access/index.ts";
import { childEnvironment } from "#lib/platform/env.ts";
import { freePort } from "#lib/platform/port.ts";
import { withConnection } from "#lib/platform/postgres/connection-problem.ts";
import { waitForHealth } from "#lib/platform/supervisor/wait-for-health.ts";
import { fillLarge } from "../large/fill-large.ts";
import { BENCH_LOGIN, BENCH_SLUG, scratchInstallation } from "../scratch-installation.ts";
import { processorTime } from "./processor-time.ts";
import { signIn } from "./signed-in.ts";

const AT_ONCE = 2;
/** Until the code that answers is compiled for speed: a server that has run for a minute is what people meet. */
const WARMING = 150;
const DAY_MS = 86_400_000;

const { values } = parseArgs({
  options: {
    share: { type: "string", default: "1" }, requests: { type: "string", default: "200" }, only: { type: "string", default: "" },
    data: { type: "string" }, password: { type: "string", default: "" },
  },
});
const requests = Number(values.requests);

/** A cursor of the list of evidence, so many days back. */
const back = (days: number): string => encodeURIComponent(encodeCursor([new Date(Date.now() - days * DAY_MS).toISOString(), "evi_"]));

const PAGES: Readonly<Record<string, string>> = {
  "control list": "controls",
  "control list, one framework": "controls?framework=soc2-tsc-2017",
  "control list, text": "controls?q=review",
  "control page": "controls/SYS.1.01",
  "control page of another platform": "controls/ACC.21.01",
  "evidence list": "evidence",
  "evidence list, deep": `evidence?after=${back(200)}`,
  "evidence list, one control, notes": "evidence?control=SYS.1.01&source=note",
  "evidence list, rejected": "evidence?review=rejected",
  "evidence list, uploads accepted, deep": `evidence?source=upload&review=accepted&after=${back(300)}`,
  "framework list": "frameworks",
  "matrix, ISO 27001:2022": "frameworks/iso27001-2022",
  "matrix, the largest": "frameworks/own-group-controls",
  "matrix, gaps alone": "frameworks/own-group-controls?show=gaps",
  "matrix, one domain's controls": "frameworks/own-group-controls?columns=SYS",
  "texts, a frequent word": "find?q=review",
  "texts, a rare one": "find?q=payments-007",
  "texts, a phrase": `find?q=${encodeURIComponent('"restore took forty"')}`,
  "texts, two that never meet": "find?q=visitor+restore+key",
};

type Server = { base: string; pid: number; folder: string; slug: string; login: { email: string; password: string }; end(): Promise<void> };

async function startWeb(environment: Record<string, string>): Promise<Pick<Server, "base" | "pid" | "end">> {
  const port = await freePort("127.0.0.1");
  const base = `http://127.0.0.1:${port}`;
  const env = childEnvironment({ ...environment, TICKMARK_PORT: String(port), TICKMARK_BASE_URL: base });
  const built = spawn(process.execPath, ["lib/cli/main.ts", "build"], { stdio: ["ignore", "ignore", "inherit"], env });
  if ((await once(built, "exit"))[0] !== 0) throw new Error("the pages could not be built");
  const web = spawn(process.execPath, ["lib/cli/main.ts", "web"], { stdio: ["ignore", "ignore", "inherit"], env });
  const ended = once(web, "exit");
  const reason = await waitForHealth(`${base}/api/health`, () => (web.exitCode === null ? undefined : "it ended"));
  if (reason !== undefined) throw new Error(`the web server did not start: ${reason}`);
  return { base, pid: web.pid ?? 0, async end() { web.kill("SIGTERM"); await ended; } };
}

async function open(): Promise<Server> {
  if (values.data !== undefined) return { ...(await startWeb({ TICKMARK_DATA: values.data })), folder: values.data, slug: "large", login: { email: "lena@large.example", password: values.password } };
  const installation = await scratchInstallation({ durable: false });
  const { admin, organizationId, memberId, system, person, environment } = installation;
  await withConnection(admin, "The scratch database", (client) =>
    fillLarge({ client, organizationId, memberId, system, person, share: Number(values.share), tell: (step) => process.stderr.write(`${step} …\n`) }));
  const web = await startWeb(environment);
  return { ...web, folder: installation.folder, slug: BENCH_SLUG, login: BENCH_LOGIN, async end() { await web.end(); await installation.remove(); } };
}

/** Who asks runs on the machine that answers: fetch would take some of its time for itself. */
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Asks so many times, a few at once; milliseconds to the last byte of each. */
async function ask(url: string, cookie: string, count: number): Promise<{ times: number[]; bytes: number }> {
  const times: number[] = [];
  let bytes = 0;
  let left = count;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const started = performance.now();
      const answer = await once(request(url, { agent, headers: { cookie, "accept-encoding": "identity" } }).end(), "response") as [IncomingMessage];
      bytes = 0;
      for await (const part of answer[0]) bytes += (part as Buffer).byteLength;
      times.push(performance.now() - started);
      if (answer[0].statusCode !== 200) throw new Error(`${url} answered ${answer[0].statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return { times: times.sort((a, b) => a - b), bytes };
}

const server = await open();
try {
  const cookie = await signIn(server.base, server.login);
  const results = [];
  for (const [name, path] of Object.entries(PAGES)) {
    if (!name.includes(values.only)) continue;
    const url = `${server.base}/${server.slug}/${path}`;
    await ask(url, cookie, WARMING);
    const before = processorTime(server);
    const { times, bytes } = await ask(url, cookie, requests);
    const after = processorTime(server);
    const each = (part: "web" | "database"): string => ((after[part] - before[part]) / requests).toFixed(0);
    const at = (part: number): string => (times[Math.ceil(times.length * part) - 1] ?? Number.NaN).toFixed(0);
    results.push(`${name}: ${at(0.5)}, ${at(0.95)}, ${at(1)}; processor ${each("web")} + ${each("database")} (${Math.round(bytes / 1024)} kB)`);
    process.stderr.write(`${results.at(-1)}\n`);
  }
  console.log(JSON.stringify({ node: process.version, share: Number(values.share), requests, atOnce: AT_ONCE, unit: "ms: median, 95th percentile, longest; of processor time per answer, web + database", results }, null, 2));
} finally {
  agent.destroy();
  await server.end();
}
