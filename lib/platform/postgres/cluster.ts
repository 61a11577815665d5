import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { SetupProblem } from "../setup-problem.ts";
import type { Binaries } from "./binaries.ts";
import type { ServerUser } from "./os-user.ts";
import { runAs } from "./run-as.ts";

/** Name of the embedded server's superuser: used to create the roles and the database, never to serve a request. */
export const SUPERUSER = "postgres";

/** Major version of PostgreSQL that Tickmark brings and demands. */
export const MAJOR_VERSION = 18;

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  // TCP on the loopback address only: a socket's path may exceed the system's limit of about 100 characters.
  unix_socket_directories: "",
  timezone: "UTC",
  log_timezone: "UTC",
  logging_collector: "on",
  log_directory: "log",
  // One file per weekday, each overwritten after a week, so the log cannot grow without bound.
  log_filename: "postgresql-%a.log",
  log_truncate_on_rotation: "on",
  log_file_mode: "0600",
  // A failed statement's text may carry personal data; its error is enough.
  log_min_error_statement: "panic",
  // Tickmark's queries are many and short: compiling them costs more than it gives.
  jit: "off",
};

export type ClusterOptions = {
  cluster: string;
  binaries: Binaries;
  user: ServerUser;
  superuserPassword: string;
  /** False in tests alone: nothing is synced to the disk. */
  durable: boolean;
};

// Which characters are letters, for pg_trgm and the like. Not every machine has the first; C knows ASCII alone.
const CHARACTER_TYPES = ["C.UTF-8", "en_US.UTF-8", "C"];

function initdbArguments(options: ClusterOptions, target: string, passwordFile: string, characterType: string): string[] {
  return [
    `--pgdata=${target}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // ICU's root collation sorts alike on every platform; the C library's locales do not, nor do all exist.
    "--locale-provider=icu",
    "--icu-locale=und",
    "--locale=C",
    `--lc-ctype=${characterType}`,
    "--data-checksums",
    "--no-instructions",
    ...(options.durable ? [] : ["--no-sync"]),
    ...Object.entries(SETTINGS).flatMap(([name, value]) => ["--set", `${name}=${value}`]),
  ];
}

async function initialise(options: ClusterOptions, target: string): Promise<void> {
  const passwordFile = `${target}.password`;
  await writeFile(passwordFile, `${options.superuserPassword}\n`, { mode: 0o600 });
  if (options.user !== undefined) await chown(passwordFile, options.user.uid, options.user.gid);
  try {
    for (const characterType of CHARACTER_TYPES) {
      const args = initdbArguments(options, target, passwordFile, characterType);
      const answer = await runAs(options.user, path.dirname(target), options.binaries.initdb, args);
      if (answer.code === 0) return;
      if (!/invalid locale name/.test(answer.output)) throw new Error(`initdb failed (${answer.code}).\n${answer.output.trim()}`);
    }
    throw new Error("initdb knows none of the locales C.UTF-8, en_US.UTF-8 and C.");
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * Creates the cluster when there is none. It is made beside its place and renamed, so a start that was killed
 * half-way leaves none behind.
 * @returns whether it was created
 * @throws SetupProblem when an existing cluster belongs to another major version
 */
export async function ensureCluster(options: ClusterOptions): Promise<boolean> {
  const versionFile = path.join(options.cluster, "PG_VERSION");
  if (existsSync(versionFile)) {
    const version = (await readFile(versionFile, "utf8")).trim();
    if (Number(version) === MAJOR_VERSION) return false;
    throw new SetupProblem(
      `The data in ${options.cluster} belongs to PostgreSQL ${version}, but this Tickmark brings PostgreSQL ${MAJOR_VERSION}: start the Tickmark that wrote it, or restore a dump.`,
    );
  }
  const parent = path.dirname(options.cluster);
  await mkdir(parent, { recursive: true });
  if (options.user !== undefined) await chown(parent, options.user.uid, options.user.gid);
  const draft = `${options.cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await initialise(options, draft);
  await rename(draft, options.cluster);
  return true;
}
