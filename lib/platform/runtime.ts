import type { Blobs } from "./blob-store/index.ts";
import type { CheckpointFiles, CheckpointStore } from "./checkpoint-files.ts";
import type { Clock } from "./clock.ts";
import type { Database } from "./db.ts";
import type { KeyStore } from "./key-store/key-store.ts";
import type { Mailer } from "./mailer.ts";
import type { Outbound } from "./outbound-http.ts";
import type { Queue } from "./queue.ts";
import type { VirusScanner } from "./virus-scanner/virus-scanner.ts";

/** What a process holds open: made once at its start, the same for every request and job in it. */
export type Runtime = {
  database: Database;
  blobs: Blobs;
  /** Where signed heads of the ledgers are kept outside the database; no bucket where none is named. */
  checkpoints: { folder: CheckpointFiles; bucket: CheckpointStore | null };
  /** Where the keys that sign checkpoints and documents are. */
  keys: KeyStore;
  queue: Queue;
  mailer: Mailer;
  /** What the addresses of connections end with; undefined: this installation takes no mail. */
  mailDomain: string | undefined;
  outbound: Outbound;
  /** Asked about every file that people send. */
  scanner: VirusScanner;
  clock: Clock;
  /** Secret for keyed hashes and session tokens. */
  secret: string;
  /** 32 bytes; wraps the organizations' data keys. */
  masterKey: Uint8Array;
  /** Whether a stranger may create an organization here. */
  signUpAllowed: boolean;
  /** How long an organization that asked to be deleted can still cancel. */
  deletionGraceDays: number;
  /** Whether what people do is counted against RATES: in web servers. */
  limitsRates: boolean;
  /** Origin on which files are shown, where nobody is signed in; undefined: none are shown. */
  previewUrl: string | undefined;
  /** Where links in mails lead, without a final slash. */
  baseUrl: string;
};

// On globalThis, because a bundler may give each route its own copy of this module while the process has one pool.
const holder = globalThis as { __tickmarkRuntime?: Runtime };

export function configureRuntime(runtime: Runtime): void {
  holder.__tickmarkRuntime = runtime;
}

/** @throws Error when the process did not configure one at its start */
export function runtime(): Runtime {
  if (holder.__tickmarkRuntime === undefined) throw new Error("configureRuntime() was not called when this process started");
  return holder.__tickmarkRuntime;
}
