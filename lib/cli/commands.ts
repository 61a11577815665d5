import type { Command } from "./command.ts";

export const COMMANDS: readonly Command[] = [
  {
    name: "start",
    usage: "[--dev]",
    summary: "Run Tickmark: database, web server and worker, prepared as needed; --dev follows changes of the code",
    load: () => import("./commands/start.ts"),
  },
  {
    name: "web",
    usage: "",
    summary: "Run one more web server against a database that is set up, with pages that are built",
    load: () => import("./commands/web.ts"),
  },
  {
    name: "worker",
    usage: "",
    summary: "Run one more worker against a database that is set up",
    load: () => import("./commands/worker.ts"),
  },
  {
    name: "mail",
    usage: "",
    summary: "Take mail for addresses of connections on TICKMARK_MAIL_PORT, against a database that is set up",
    load: () => import("./commands/mail.ts"),
  },
  {
    name: "logs import",
    usage: "FILE --source NAME [--organization SLUG] [--reference-time ISO] [--utc-offset +HH:MM] [--no-wait]",
    summary: "Import a log file, plain or gzip, and watch it with the detection rules",
    load: () => import("./commands/logs-import.ts"),
  },
  {
    name: "controls export",
    usage: "DIR [--organization SLUG] [--format markdown|oscal]",
    summary: "Write an organization's controls as Markdown files, one each, or as NIST OSCAL; the same bytes every time",
    load: () => import("./commands/controls-export.ts"),
  },
  {
    name: "controls diff",
    usage: "[DIR [--tell]] [--organization SLUG]",
    summary: "Say field by field what a folder of controls, or without one the library, says otherwise than the organization has it; exit code 1 when anything",
    load: () => import("./commands/controls-diff.ts"),
  },
  {
    name: "controls import",
    usage: "DIR [--organization SLUG] [--only CODE,...] [--yes]",
    summary: "Show what a folder of controls would change, ask, and take it as new versions",
    load: () => import("./commands/controls-import.ts"),
  },
  {
    name: "checks list",
    usage: "",
    summary: "List the checks with what they judge and which requirements they serve",
    load: () => import("./commands/checks-list.ts"),
  },
  {
    name: "checks test",
    usage: "[DIR]",
    summary: "Hold every check against the cases that stand beside it",
    load: () => import("./commands/checks-test.ts"),
  },
  {
    name: "ledger verify",
    usage: "[--organization SLUG] | PROOF... --key KEY",
    summary: "Make a ledger anew from its records and compare it with what was committed and signed; or judge proofs, with no database",
    load: () => import("./commands/ledger-verify.ts"),
  },
  {
    name: "ledger proof",
    usage: "RECORD [--organization SLUG] [--output FOLDER]",
    summary: "Write the proofs that facts about a record stand in the signed ledger, and the key to judge them by",
    load: () => import("./commands/ledger-proof.ts"),
  },
  {
    name: "detect",
    usage: "--rules DIR --input FILE... [--format auto|json|text|csv|logfmt|evtx|auditd] [--jobs N] [--output table|ndjson|sarif] [--pipeline NAME|FILE] [--explain] [--reference] [--fail-on-match]",
    summary: "Judge log files with Sigma rules: plain, gzip or zstd, patterns or - for standard input; needs no database",
    load: () => import("./commands/detect.ts"),
  },
  {
    name: "parse",
    usage: "--input FILE... [--ocsf] [--unparsed]",
    summary: "Show what the parsers read from log files, one event a line: under Tickmark's names or OCSF's, or only the lines that nobody could read; counts at the end",
    load: () => import("./commands/parse.ts"),
  },
  {
    name: "baselines",
    usage: "--input FILE... [--all]",
    summary: "Judge what each actor exports and does in a day against the days before, learned from log files in the order given: unusual days, or with --all every day, with what the judgement rests on",
    load: () => import("./commands/baselines.ts"),
  },
  {
    name: "rules lint",
    usage: "DIR... [--pipeline NAME|FILE]",
    summary: "Print every problem of Sigma rules with its file, line and column",
    load: () => import("./commands/rules-lint.ts"),
  },
  {
    name: "rules test",
    usage: "DIR...",
    summary: "Run the examples that rules carry",
    load: () => import("./commands/rules-test.ts"),
  },
  {
    name: "rules coverage",
    usage: "DIR...",
    summary: "Count rules by ATT&CK technique, control, logging matrix row and log source",
    load: () => import("./commands/rules-coverage.ts"),
  },
  {
    name: "verify",
    usage: "FILE",
    summary: "Check an evidence packet, an export, or the receipt of a deletion; needs no database",
    load: () => import("./commands/verify.ts"),
  },
  {
    name: "sign-up-link",
    usage: "EMAIL",
    summary: "Print a link with which this person creates an organization, also where strangers may not",
    load: () => import("./commands/sign-up-link.ts"),
  },
  {
    name: "end-sessions",
    usage: "EMAIL|--all",
    summary: "Sign one person out everywhere, or everybody",
    load: () => import("./commands/end-sessions.ts"),
  },
  {
    name: "remove-second-factor",
    usage: "EMAIL",
    summary: "Take a lost second factor off an account, when you are certain who asks",
    load: () => import("./commands/remove-second-factor.ts"),
  },
  {
    name: "confirm-domain",
    usage: "ORGANIZATION DOMAIN",
    summary: "Count a mail domain as an organization's where no public name server can prove it",
    load: () => import("./commands/confirm-domain.ts"),
  },
  {
    name: "migrate",
    usage: "[--reset-role-passwords]",
    summary: "Bring the database to this version",
    load: () => import("./commands/migrate.ts"),
  },
  {
    name: "backup",
    usage: "FILE [--passphrase-file FILE] [--verify]",
    summary: "Write database, blobs and keys into one file, also while Tickmark runs; --verify checks such a file",
    load: () => import("./commands/backup.ts"),
  },
  {
    name: "restore",
    usage: "FILE [--passphrase-file FILE] [--receipt FILE]...",
    summary: "Put a backup into an empty data folder and database",
    load: () => import("./commands/restore.ts"),
  },
  {
    name: "doctor",
    usage: "[--all]",
    summary: "Look at everything Tickmark rests on and say what is wrong; --all reads every blob",
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "maintenance",
    usage: "on|off [--note TEXT]",
    summary: "Close the installation, pages and workers, or open it again",
    load: () => import("./commands/maintenance.ts"),
  },
  {
    name: "frameworks lint",
    usage: "[DIR]",
    summary: "Judge frameworks, crosswalks and mappings, the product's own or those of a folder; needs no database",
    load: () => import("./commands/frameworks-lint.ts"),
  },
  {
    name: "settings",
    usage: "",
    summary: "Print every setting with what is checked of it, as Markdown",
    load: () => import("./commands/settings.ts"),
  },
  {
    name: "build",
    usage: "",
    summary: "Build the web interface; needs no database",
    load: () => import("./commands/build.ts"),
  },
  {
    name: "seed",
    usage: "",
    summary: "Fill the database with the demo organization",
    load: () => import("./commands/seed.ts"),
  },
  {
    name: "generate",
    usage: "",
    summary: "Write the Prisma client from prisma/schema.prisma",
    load: () => import("./commands/generate.ts"),
  },
  {
    name: "schema diff",
    usage: "[--from FILE]",
    summary: "Print the SQL that leads to prisma/schema.prisma, from another datamodel or from nothing",
    load: () => import("./commands/schema-diff.ts"),
  },
];

/** The command that the words begin with, longest name first, and the words after it; undefined when there is none. */
export function findCommand(
  words: readonly string[],
  commands: readonly Command[] = COMMANDS,
): { command: Command; rest: string[] } | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const command = commands.find((candidate) => candidate.name === name);
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  return undefined;
}
