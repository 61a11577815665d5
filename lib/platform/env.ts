import { availableParallelism } from "node:os";
import path from "node:path";
import { z } from "zod";
import type { S3Place } from "./blob-store/s3-client.ts";
import type { CheckpointBucket } from "./checkpoint-bucket.ts";
import { checkpointBucket, checkpointProblems, CHECKPOINT_VARIABLES } from "./checkpoint-setting.ts";
import { OWN_VARIABLES, TEST_VARIABLES, VARIABLES } from "./env-variables.ts";
import type { LogLevel } from "./log.ts";
import { mailIntake, mailIntakeProblems, MAIL_INTAKE_VARIABLES, type MailIntake } from "./mail-intake-setting.ts";
import { isOpenable, networksOf } from "./outbound-address.ts";
import { previewOrigin, previewProblems } from "./preview-origin.ts";
import { SetupProblem } from "./setup-problem.ts";
import { TRACE_VARIABLES, traceSetting, type TraceSetting } from "./telemetry/trace-setting.ts";
import { isBucketUrl, isDatabaseUrl, isLoopback, isOrigin, isUrl } from "./web-address.ts";
import { clamdPlace, type ClamdPlace } from "./virus-scanner/clamd-scanner.ts";

const LOG_LEVELS = ["debug", "info", "warn", "error"] as const satisfies readonly LogLevel[];

/** Where mail goes: to an SMTP server, or as .eml files into the data folder's `outbox/`. */
export type MailSetting = { kind: "smtp"; url: string; from: string } | { kind: "outbox"; directory: string };

/** Every setting that the environment decides, checked. */
export type Environment = {
  /** PostgreSQL >= 18 of the customer; undefined: Tickmark runs its own. Carries a password: never log it. */
  databaseUrl: string | undefined;
  /** Absolute path of the folder for blobs, secrets, logs and the embedded PostgreSQL. */
  dataDirectory: string;
  /** Where the ledgers' checkpoints are kept apart from the database. */
  checkpointFolder: string;
  /** The bucket in which they are locked as well; undefined: none. Carries a secret: never log it. */
  checkpointBucket: CheckpointBucket | undefined;
  /** Address that the web server listens on. */
  host: string;
  port: number;
  /** Origin that people's browsers use, without a trailing slash. */
  baseUrl: string;
  /** Whether that origin is reachable from other machines. */
  isPublic: boolean;
  /** Origin on which files are shown, where nobody is signed in; undefined: none are shown. */
  previewUrl: string | undefined;
  /** Whether an empty database may be filled with the demo organization. */
  demoAllowed: boolean;
  /** Whether a stranger may create an organization. */
  signUpAllowed: boolean;
  /** How long an organization that asked to be deleted can still cancel. */
  deletionGraceDays: number;
  /** Signs sessions; undefined: the data folder's own secret is used (secrets.ts). Never log it. */
  secret: string | undefined;
  /** Program that holds the keys that sign checkpoints and documents; undefined: they lie in the database, wrapped. */
  signer: string | undefined;
  mail: MailSetting;
  /** Where mail for connections is taken; undefined: nowhere. */
  mailIntake: MailIntake | undefined;
  /** Where blobs lie; undefined: in the data folder. Carries a secret: never log it. */
  s3: S3Place | undefined;
  /** Where the virus scanner listens; undefined: there is none. */
  clamd: ClamdPlace | undefined;
  logLevel: LogLevel;
  /** Opens /metrics to who names it; undefined: to this machine alone, while no other can reach it. Never log it. */
  /** Processes that answer pages, at one port. */
  webProcesses: number;
  metricsToken: string | undefined;
  /** Where a worker answers health and metrics; undefined: nowhere. */
  workerPort: number | undefined;
  /** Where traces go; undefined: none are made. Carries a secret: never log it. */
  tracing: TraceSetting | undefined;
  /** What outbound requests may lead to although it is private: hosts with their port, and networks. */
  outboundAllowed: readonly string[];
  /** Whether the gallery of interface components is served. */
  gallery: boolean;
};

const MINIMUM_SECRET_CHARACTERS = 32;
/** Each holds its own connections and memory; beyond this the database is what is waited for. */
const MOST_WEB_PROCESSES = 4;

const isPort = (value: string): boolean => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535;

const schema = z.object({
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl, "DATABASE_URL must look like postgresql://user:password@host:5432/database.")
    .optional(),
  TICKMARK_DATA: z.string().default(".tickmark"),
  TICKMARK_HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, "TICKMARK_HOST must be an address or a host name, like 127.0.0.1.")
    .default("127.0.0.1"),
  TICKMARK_PORT: z
    .string()
    .default("3000")
    .refine(isPort, "TICKMARK_PORT must be a whole number from 1 to 65535.")
    .transform(Number),
  TICKMARK_BASE_URL: z
    .string()
    .refine(isOrigin, "TICKMARK_BASE_URL must be an address without a path, like https://tickmark.example.com.")
    .optional(),
  TICKMARK_PREVIEW_URL: z
    .string()
    .refine(isOrigin, "TICKMARK_PREVIEW_URL must be an address without a path, like https://tickmark-files.example.com.")
    .optional(),
  TICKMARK_DEMO: z.enum(["on", "off", "auto"], "TICKMARK_DEMO must be on, off or auto.").default("auto"),
  TICKMARK_SIGN_UP: z.enum(["open", "closed", "auto"], "TICKMARK_SIGN_UP must be open, closed or auto.").default("auto"),
  TICKMARK_DELETION_GRACE_DAYS: z.string().regex(/^\d{1,2}$/, "TICKMARK_DELETION_GRACE_DAYS must be a whole number from 0 to 99.").default("30").transform(Number),
  ...CHECKPOINT_VARIABLES,
  TICKMARK_SECRET: z
    .string()
    .min(MINIMUM_SECRET_CHARACTERS, `TICKMARK_SECRET must have at least ${MINIMUM_SECRET_CHARACTERS} characters.`)
    .optional(),
  TICKMARK_SIGNER: z.string().regex(/^\/\P{Cc}+$/u, "TICKMARK_SIGNER must be the whole path of a program.").optional(),
  SMTP_URL: z.string().refine((value) => isUrl(value, ["smtp:", "smtps:"]), "SMTP_URL must look like smtps://user:password@mail.example.com.").optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, "MAIL_FROM must be a mail address, like Tickmark <tickmark@example.com>.")
    .optional(),
  ...MAIL_INTAKE_VARIABLES,
  TICKMARK_S3_URL: z
    .string()
    .refine(isBucketUrl, "TICKMARK_S3_URL must name a bucket, like https://s3.eu-central-1.amazonaws.com/bucket.")
    .transform((value) => value.replace(/\/+$/, ""))
    .optional(),
  TICKMARK_S3_REGION: z.string().regex(/^[a-z0-9-]+$/, "TICKMARK_S3_REGION must be a region, like eu-central-1.").default("us-east-1"),
  TICKMARK_S3_KEY_ID: z.string().regex(/^[!-~]+$/, "TICKMARK_S3_KEY_ID must be an access key.").optional(),
  TICKMARK_S3_SECRET: z.string().min(8, "TICKMARK_S3_SECRET must have at least 8 characters.").optional(),
  TICKMARK_CLAMD: z
    .string()
    .refine((value) => clamdPlace(value) !== undefined, "TICKMARK_CLAMD must be a host and port, like 127.0.0.1:3310, or the path of a socket, like /run/clamav/clamd.ctl.")
    .transform(clamdPlace)
    .optional(),
  TICKMARK_LOG_LEVEL: z
    .enum(LOG_LEVELS, `TICKMARK_LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}.`)
    .default("info"),
  TICKMARK_WEB_PROCESSES: z
    .string()
    .regex(/^([1-9]|[1-5]\d|6[0-4])$/, "TICKMARK_WEB_PROCESSES must be a whole number from 1 to 64.")
    .transform(Number)
    .optional(),
  TICKMARK_METRICS_TOKEN: z
    .string()
    .min(MINIMUM_SECRET_CHARACTERS, `TICKMARK_METRICS_TOKEN must have at least ${MINIMUM_SECRET_CHARACTERS} characters.`)
    .optional(),
  TICKMARK_WORKER_PORT: z
    .string()
    .refine(isPort, "TICKMARK_WORKER_PORT must be a whole number from 1 to 65535.")
    .transform(Number)
    .optional(),
  ...TRACE_VARIABLES,
  TICKMARK_OUTBOUND_ALLOW: z.string().default("")
    .transform(networksOf)
    .refine((entries) => entries.every(isOpenable), "TICKMARK_OUTBOUND_ALLOW must be hosts with their port, or networks, like jira.internal:443,http://10.20.1.5:9090,10.30.0.0/16."),
  TICKMARK_GALLERY: z.enum(["on", "off"], "TICKMARK_GALLERY must be on or off.").default("off"),
});

type Variables = z.output<typeof schema>;

/** The sentence with which a value is refused that no setting can have; undefined where anything is taken. */
export function settingRule(name: string): string | undefined {
  return schema.safeParse({ [name]: "\0" }).error?.issues.find(({ path: [at] }) => at === name)?.message;
}

/** An environment: names and values. */
type Source = Readonly<Record<string, string | undefined>>;

function crossFieldProblems(variables: Variables): string[] {
  const problems: string[] = [];
  const { TICKMARK_BASE_URL: baseUrl, TICKMARK_HOST: host } = variables;
  const isPublic = baseUrl !== undefined && !isLoopback(new URL(baseUrl).hostname);
  if (baseUrl === undefined && !isLoopback(host)) {
    problems.push(
      `TICKMARK_HOST is ${host}, which other machines can reach, so TICKMARK_BASE_URL must say the address that browsers use.`,
    );
  }
  if (isPublic && new URL(baseUrl).protocol !== "https:") {
    problems.push("TICKMARK_BASE_URL must begin with https:// unless it is this machine's own address.");
  }
  problems.push(...previewProblems(variables.TICKMARK_PREVIEW_URL, baseUrl));
  if (isPublic && variables.TICKMARK_DEMO === "on") {
    problems.push("TICKMARK_DEMO is on but TICKMARK_BASE_URL is public: the demo runs on this machine's own address only.");
  }
  if ((variables.SMTP_URL === undefined) !== (variables.MAIL_FROM === undefined)) {
    const [given, missing] = variables.MAIL_FROM === undefined ? ["SMTP_URL", "MAIL_FROM"] : ["MAIL_FROM", "SMTP_URL"];
    problems.push(`${given} is set but ${missing} is not: set both, or neither to write mail to the outbox folder.`);
  }
  if (variables.OTEL_EXPORTER_OTLP_HEADERS !== undefined && variables.OTEL_EXPORTER_OTLP_ENDPOINT === undefined) {
    problems.push("OTEL_EXPORTER_OTLP_HEADERS is set but OTEL_EXPORTER_OTLP_ENDPOINT is not: set both, or neither to make no traces.");
  }
  problems.push(...mailIntakeProblems(variables, baseUrl === undefined ? host : new URL(baseUrl).hostname));
  problems.push(...checkpointProblems(variables));
  const { TICKMARK_S3_URL: s3Url, TICKMARK_S3_KEY_ID: keyId, TICKMARK_S3_SECRET: s3Secret } = variables;
  const s3Given = [s3Url, keyId, s3Secret].filter((value) => value !== undefined).length;
  if (s3Given !== 0 && s3Given !== 3) problems.push("TICKMARK_S3_URL, TICKMARK_S3_KEY_ID and TICKMARK_S3_SECRET belong together: set all three, or none to keep blobs in the data folder.");
  return problems;
}

function unknownNames(source: Source): string[] {
  const known = new Set([...Object.keys(VARIABLES), ...TEST_VARIABLES, ...OWN_VARIABLES]);
  return Object.keys(source)
    .filter((name) => name.startsWith("TICKMARK_") && !known.has(name))
    .map((name) => `${name} is not a setting of Tickmark: see "tickmark --help" for their names.`);
}

function s3Place({ TICKMARK_S3_URL: url, TICKMARK_S3_REGION: region, TICKMARK_S3_KEY_ID: keyId, TICKMARK_S3_SECRET: secret }: Variables): S3Place | undefined {
  return url === undefined || keyId === undefined || secret === undefined ? undefined : { url, region, keyId, secret };
}

function settle(variables: Variables, workingDirectory: string): Environment {
  const { TICKMARK_HOST: host, TICKMARK_PORT: port, SMTP_URL: smtpUrl, MAIL_FROM: from } = variables;
  const dataDirectory = path.resolve(/* turbopackIgnore: true */ workingDirectory, variables.TICKMARK_DATA);
  const shownHost = host.includes(":") ? `[${host}]` : host;
  const baseUrl = new URL(variables.TICKMARK_BASE_URL ?? `http://${shownHost}:${port}`).origin;
  const isPublic = !isLoopback(new URL(baseUrl).hostname);
  const demo = variables.TICKMARK_DEMO;
  // "auto" also wants the listening address to be this machine's own: a proxy may serve it to others.
  const onlyHere = !isPublic && isLoopback(host);
  return {
    databaseUrl: variables.DATABASE_URL,
    dataDirectory,
    checkpointFolder: variables.TICKMARK_CHECKPOINTS === undefined ? path.join(dataDirectory, "checkpoints") : path.resolve(/* turbopackIgnore: true */ workingDirectory, variables.TICKMARK_CHECKPOINTS),
    checkpointBucket: checkpointBucket(variables),
    host,
    port,
    baseUrl,
    isPublic,
    previewUrl: previewOrigin(variables.TICKMARK_PREVIEW_URL, baseUrl),
    demoAllowed: demo === "on" || (demo === "auto" && onlyHere),
    signUpAllowed: variables.TICKMARK_SIGN_UP === "open" || (variables.TICKMARK_SIGN_UP === "auto" && onlyHere),
    deletionGraceDays: variables.TICKMARK_DELETION_GRACE_DAYS,
    secret: variables.TICKMARK_SECRET,
    signer: variables.TICKMARK_SIGNER,
    mail:
      smtpUrl !== undefined && from !== undefined
        ? { kind: "smtp", url: smtpUrl, from }
        : { kind: "outbox", directory: path.join(dataDirectory, "outbox") },
    mailIntake: mailIntake(variables, new URL(baseUrl).hostname),
    s3: s3Place(variables),
    clamd: variables.TICKMARK_CLAMD,
    logLevel: variables.TICKMARK_LOG_LEVEL,
    webProcesses: variables.TICKMARK_WEB_PROCESSES ?? Math.min(availableParallelism(), MOST_WEB_PROCESSES),
    metricsToken: variables.TICKMARK_METRICS_TOKEN,
    workerPort: variables.TICKMARK_WORKER_PORT,
    tracing: traceSetting(variables),
    outboundAllowed: variables.TICKMARK_OUTBOUND_ALLOW,
    gallery: variables.TICKMARK_GALLERY === "on",
  };
}

/**
 * Reads and checks the settings in `source`; a relative data folder is taken from `workingDirectory`.
 * An empty variable counts as unset (compose files write them so).
 * @throws SetupProblem with one sentence per problem, none of which repeats a secret.
 */
export function readEnvironment(source: Source, workingDirectory: string): Environment {
  const given = Object.fromEntries(
    Object.keys(VARIABLES)
      .map((name) => [name, source[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const problems = unknownNames(source);
  const parsed = schema.safeParse(given);
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => issue.message));
  else problems.push(...crossFieldProblems(parsed.data));
  if (!parsed.success || problems.length > 0) throw new SetupProblem(problems);
  return settle(parsed.data, workingDirectory);
}

let current: Environment | undefined;

/**
 * The settings of this process, read once. The working directory must be the project's.
 * @throws SetupProblem
 */
export function env(): Environment {
  current ??= readEnvironment(process.env, process.cwd());
  return current;
}

/** The folder in which the caller of an npm script or of the command line stood. */
export function callerDirectory(): string {
  return process.env["INIT_CWD"] ?? process.cwd();
}

/**
 * This process's environment with additions, for a child process. This very Node comes first in PATH: the bundler starts
 * workers by the name `node`, and the machine's own may be too old to run these files.
 */
export function childEnvironment(additions: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const search = [path.dirname(process.execPath), process.env["PATH"] ?? ""].join(path.delimiter);
  return { ...process.env, PATH: search, ...additions };
}

/** The URL of a PostgreSQL server that the database tests may use; undefined: they start their own. */
export function testDatabaseUrl(): string | undefined {
  const value = process.env["TICKMARK_TEST_DATABASE_URL"];
  return value === undefined || value === "" ? undefined : value;
}

/** Whether Next serves from sources: its bundler evaluates code and inserts styles, which a built site never does. */
export function isDevelopmentServer(): boolean {
  return process.env.NODE_ENV === "development";
}
