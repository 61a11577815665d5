import { openBlobs } from "./blob-store/index.ts";
import { openBlobStore } from "./blob-store/open-blob-store.ts";
import { openCheckpointBucket } from "./checkpoint-bucket.ts";
import { openCheckpointFiles } from "./checkpoint-files.ts";
import { systemClock } from "./clock.ts";
import { databaseUrls } from "./database-urls.ts";
import { openDatabase } from "./db.ts";
import { env } from "./env.ts";
import { openKeyStore } from "./key-store/key-store.ts";
import { outsideKeys } from "./key-store/outside-keys.ts";
import { wrappedKeys } from "./key-store/wrapped-keys.ts";
import { setLogLevel } from "./log.ts";
import { openMailer } from "./mailer.ts";
import { openOutbound } from "./outbound-http.ts";
import { openQueue } from "./queue.ts";
import { configureRuntime } from "./runtime.ts";
import type { Runtime } from "./runtime.ts";
import { readSecrets } from "./secrets.ts";
import { openVirusScanner } from "./virus-scanner/open-virus-scanner.ts";

/**
 * Makes this process's runtime from its environment and data folder, and configures it: the web server, the worker
 * and commands that run verbs call it once at their start.
 * @throws SetupProblem when the environment is wrong or the data folder was never set up
 */
export function openRuntime({ limitsRates = false }: { limitsRates?: boolean } = {}): Runtime {
  const environment = env();
  const { dataDirectory, secret, mail, baseUrl, logLevel, signUpAllowed, outboundAllowed, deletionGraceDays } = environment;
  setLogLevel(logLevel);
  const secrets = readSecrets(dataDirectory);
  const { app } = databaseUrls();
  const database = openDatabase(app);
  const masterKey = Buffer.from(secrets.masterKey, "base64url");
  const runtime: Runtime = {
    database,
    blobs: openBlobs(database, openBlobStore(environment), masterKey, systemClock),
    checkpoints: { folder: openCheckpointFiles(environment.checkpointFolder), bucket: environment.checkpointBucket === undefined ? null : openCheckpointBucket(environment.checkpointBucket, systemClock) },
    keys: openKeyStore(wrappedKeys(masterKey), environment.signer === undefined ? null : outsideKeys(environment.signer)),
    queue: openQueue(),
    mailer: openMailer(mail, baseUrl),
    mailDomain: environment.mailIntake?.domain,
    outbound: openOutbound({ allowed: outboundAllowed, never: [serverOf(app)] }),
    scanner: openVirusScanner(environment),
    clock: systemClock,
    secret: secret ?? secrets.sessionSecret,
    masterKey,
    signUpAllowed,
    deletionGraceDays,
    limitsRates,
    baseUrl,
    previewUrl: environment.previewUrl,
  };
  configureRuntime(runtime);
  return runtime;
}

/** Where the database listens: no request that somebody typed in leads there. */
function serverOf(databaseUrl: string): { host: string; port: number } {
  const { hostname, port } = new URL(databaseUrl);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? 5432 : Number(port) };
}
