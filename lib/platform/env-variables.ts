/** The variables that Tickmark reads, with what each is for: the help text and the check for misspelt names use it. */
export const VARIABLES: Readonly<Record<string, string>> = {
  DATABASE_URL: "PostgreSQL 18 or later; unset: Tickmark runs its own",
  TICKMARK_DATA: "folder for everything Tickmark keeps (default .tickmark)",
  TICKMARK_HOST: "address to listen on (default 127.0.0.1)",
  TICKMARK_PORT: "port to listen on (default 3000)",
  TICKMARK_BASE_URL: "address that browsers use, like https://tickmark.example.com",
  TICKMARK_PREVIEW_URL: "address of its own for previews of files, another host name that leads to the same server, like https://tickmark-files.example.com; unset: preview.localhost on this machine, elsewhere none",
  TICKMARK_DEMO: "on, off or auto: whether an empty database is filled with the demo organization (default auto)",
  TICKMARK_SIGN_UP: "open, closed or auto: whether a stranger may create an organization (default auto: on this machine's own address)",
  TICKMARK_DELETION_GRACE_DAYS: "days in which the deletion of an organization can be cancelled, 0 to 99 (default 30)",
  TICKMARK_CHECKPOINTS: "folder for the ledgers' signed checkpoints, best on another disk than the database (default checkpoints in the data folder)",
  TICKMARK_CHECKPOINTS_S3_URL: "bucket with object lock in which they are kept as well, and a folder in it if wanted; unset: none",
  TICKMARK_CHECKPOINTS_S3_REGION: "region that requests to that bucket are signed for (default us-east-1)",
  TICKMARK_CHECKPOINTS_S3_KEY_ID: "access key of that bucket, best one that may put, read and list, and nothing else",
  TICKMARK_CHECKPOINTS_S3_SECRET: "its secret",
  TICKMARK_CHECKPOINTS_S3_DAYS: "days for which each checkpoint is locked there, 1 to 36500 (default 2555, seven years)",
  TICKMARK_SECRET: "signs sessions, 32 characters or more; unset: one is made and kept in the data folder",
  TICKMARK_SIGNER: "program that makes the keys for checkpoints and documents and signs with them (docs/KEY_STORE.md); unset: they lie in the database, wrapped",
  SMTP_URL: "mail server, like smtps://user:password@mail.example.com; unset: mail is written to the outbox folder",
  MAIL_FROM: "sender of mail, like Tickmark <tickmark@example.com>",
  TICKMARK_MAIL_PORT: "port on which mail to the addresses of connections is taken (SMTP), like 25; unset: none is taken",
  TICKMARK_MAIL_HOST: "address to take mail on (default 127.0.0.1)",
  TICKMARK_MAIL_DOMAIN: "domain of those addresses, whose MX record leads here (default: the host of TICKMARK_BASE_URL)",
  TICKMARK_MAIL_CERTIFICATE: "certificate for STARTTLS with its chain, a file in PEM; unset: mail is taken without TLS",
  TICKMARK_MAIL_KEY: "its key, a file in PEM",
  TICKMARK_MAIL_DNS: "DNS servers that are asked whether senders are proven, like 127.0.0.1:53; unset: the machine's own",
  TICKMARK_S3_URL: "bucket for blobs, and a folder in it if wanted, like https://s3.eu-central-1.amazonaws.com/bucket; unset: the data folder",
  TICKMARK_S3_REGION: "region that requests to the bucket are signed for (default us-east-1)",
  TICKMARK_S3_KEY_ID: "access key of the bucket",
  TICKMARK_S3_SECRET: "its secret",
  TICKMARK_CLAMD: "virus scanner that speaks clamd's protocol, like 127.0.0.1:3310 or /run/clamav/clamd.ctl; unset: files are not scanned, which each says",
  TICKMARK_LOG_LEVEL: "debug, info, warn or error (default info)",
  TICKMARK_WEB_PROCESSES: "processes that answer pages, 1 to 64 (default one for each processor, four at most)",
  TICKMARK_METRICS_TOKEN: "opens /metrics to who sends it as a bearer token, 32 characters or more; unset: to this machine alone",
  TICKMARK_WORKER_PORT: "port on which a worker answers /live and /metrics; unset: it listens nowhere",
  OTEL_EXPORTER_OTLP_ENDPOINT: "collector that takes OpenTelemetry traces as OTLP over HTTP, like http://127.0.0.1:4318; unset: no traces are made",
  OTEL_EXPORTER_OTLP_HEADERS: "headers that the collector asks for, like authorization=Bearer%20abc,x-team=security",
  TICKMARK_TRACE_SHARE: "share of traces that is kept, 0 to 1 (default 1)",
  TICKMARK_TRACE_IDS: "on or off: name organizations, members and jobs in traces by their ids (default off)",
  TICKMARK_OUTBOUND_ALLOW: "private destinations that Tickmark may connect to: hosts with their port, with http:// before those without TLS, or whole networks, like jira.internal:443,http://10.20.1.5:9090,10.30.0.0/16; unset: none",
  TICKMARK_GALLERY: "on or off: serve the gallery of interface components (default off)",
};

// Read by test code alone, so they are no misspellings.
export const TEST_VARIABLES = ["TICKMARK_TEST_DATABASE_URL", "TICKMARK_ORACLES"];

// Set by a process of Tickmark for those that it starts.
export const OWN_VARIABLES = ["TICKMARK_UPLOAD_SOCKET"];
