import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { SMTPServer } from "smtp-server";
import { freePort } from "#lib/platform/port.ts";
import type { OutgoingRequest, Incoming } from "#lib/connector/index.ts";

// Servers of Debian 12 that Tickmark did not write, each in a folder of its own: .ci/run installs their packages.

const run = promisify(execFile);
const HOST = "127.0.0.1";
const STARTS_WITHIN_MS = 60_000;

/** A server that runs, and how it is ended. */
export type Started = { url: string; stop(): Promise<void> };

/** @throws Error naming the package, when a program is not there: what needs it must not pass without it */
export function programOf(name: string, debianPackage = name): string {
  const found = (process.env.PATH ?? "").split(":").map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${name} is not here, so nothing is proven: apt-get install ${debianPackage} (.ci/run does)`);
  return found;
}

/** Waits until `true` is answered. @throws Error with what was waited for, and the server's own last words */
export async function until(what: string, seen: () => Promise<boolean>, withinMs = STARTS_WITHIN_MS, words: () => string = () => ""): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await seen().catch(() => false))) {
    if (Date.now() > end) throw new Error(`${what}: not within ${withinMs / 1000} s. ${words()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const answers = (url: string) => async (): Promise<boolean> => (await fetch(url)).ok;

/** Starts a program that answers at `ready` of its port. */
export async function startServer(command: string, argsOf: (port: number) => readonly string[], { ready, env, cwd, port: wanted }: { ready: string; env?: Record<string, string>; cwd?: string; port?: number }): Promise<Started & { port: number }> {
  const port = wanted ?? (await freePort(HOST));
  const child: ChildProcess = spawn(command, argsOf(port), { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], cwd });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (bytes: Buffer) => void (said = (said + bytes.toString()).slice(-4000)));
  const ended = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  const url = `http://${HOST}:${port}`;
  try {
    await until(`${path.basename(command)} starts`, answers(`${url}${ready}`), STARTS_WITHIN_MS, () => said);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, stop };
}

export type MailIn = { at: Date; to: string[]; raw: string };

/** A mail server that keeps what it was given. */
export async function startMailServer(): Promise<Started & { port: number; mails: MailIn[] }> {
  const mails: MailIn[] = [];
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => void parts.push(part));
      stream.on("end", () => {
        mails.push({ at: new Date(), to: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  const port = await freePort(HOST);
  await new Promise<void>((resolve) => void server.listen(port, HOST, resolve));
  return { url: `smtp://${HOST}:${port}`, port, mails, stop: () => new Promise<void>((resolve) => void server.close(resolve)) };
}

/** A folder that a test's servers write into. */
export async function serverFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "tickmark-servers-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const REDMINE = "/usr/share/redmine";

/**
 * A Redmine of its own: database, keys and files below `folder`. Debian's reads them below `instances/NAME`; a name
 * that leads upwards leads to ours.
 *
 * @param setUp Ruby that is run in it once; what it prints last is returned as `told`
 */
export async function startRedmine(folder: string, setUp: string): Promise<Started & { told: string }> {
  if (!existsSync(REDMINE)) throw new Error("Redmine is not here, so nothing is proven: apt-get install redmine redmine-sqlite puma (.ci/run does)");
  const puma = programOf("puma");
  for (const name of ["config", "log", "files", "tmp", "public/plugin_assets"]) await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, "config", "database.yml"), `production:\n  adapter: sqlite3\n  database: ${path.join(folder, "redmine.sqlite3")}\n  timeout: 30000\n`);
  await writeFile(path.join(folder, "config", "secret_key.txt"), randomBytes(32).toString("hex"));
  const file = path.join(folder, "set-up.rb");
  await writeFile(file, setUp);
  const env = { RAILS_ENV: "production", REDMINE_INSTANCE: `../../../..${folder}`, SCHEMA: "/dev/null" };
  const bundle = (...args: string[]) => run(programOf("bundle", "ruby-bundler"), ["exec", ...args], { cwd: REDMINE, env: { ...process.env, ...env } });
  await bundle("rake", "db:migrate");
  const { stdout } = await bundle("rails", "runner", file);
  const started = await startServer(puma, (port) => ["-b", `tcp://${HOST}:${port}`, "-e", "production", "-t", "1:4", "--dir", REDMINE], { ready: "/login", env });
  return { ...started, told: stdout.trim().split("\n").at(-1) ?? "" };
}

/** Sends as the product's transport does, once, following nothing. */
export async function sendForReal({ url, method, headers, body }: OutgoingRequest): Promise<Incoming> {
  const answer = await fetch(url, { method, headers: { ...headers }, body: body as BodyInit | undefined, redirect: "manual", signal: AbortSignal.timeout(30_000) });
  return { status: answer.status, headers: answer.headers, bytes: new Uint8Array(await answer.arrayBuffer()) };
}
