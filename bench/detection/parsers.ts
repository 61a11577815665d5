/**
 * How fast are log lines read, kind by kind, as a multiple of `toString('latin1').split('\n')` of the same bytes?
 * Prints one JSON object. Run: node bench/detection/parsers.ts [kind ...] (Node 24).
 */
import { parseLine } from "#lib/detection/index.ts";
import { Dice } from "./generators.ts";
import { address, clock, port } from "./text-lines.ts";

const LINES = 20_000;
const ROUNDS = 9;
const SEED = 5;
const reference = { referenceTimeMs: Date.UTC(2026, 11, 31), zoneOffsetMinutes: 0 };
const asked = process.argv.slice(2);

const pid = (dice: Dice) => 1000 + dice.below(9000);

type Kind = (dice: Dice, at: number) => string;
const pick = (...bodies: Kind[]): Kind => (dice, at) => bodies[dice.below(bodies.length)]!(dice, at);
const syslog = (program: string, body: Kind): Kind => (dice, at) => `Mar 13 ${clock(at)} web${dice.below(8)} ${program}[${pid(dice)}]: ${body(dice, at)}`;

const sshd = syslog("sshd", pick(
  (dice) => `Failed password for root from ${address(dice)} port ${port(dice)} ssh2`,
  (dice) => `Failed password for invalid user u${dice.below(500)} from ${address(dice)} port ${port(dice)} ssh2`,
  (dice) => `Invalid user u${dice.below(500)} from ${address(dice)} port ${port(dice)}`,
  (dice) => `Received disconnect from ${address(dice)} port ${port(dice)}:11: Bye Bye [preauth]`,
  (dice) => `Connection closed by ${address(dice)} port ${port(dice)} [preauth]`,
  (dice) => `Accepted publickey for deploy from 192.0.2.7 port ${port(dice)} ssh2: ED25519 SHA256:x`,
));
const sudo: Kind = (dice, at) => `Mar 13 ${clock(at)} web${dice.below(8)} sudo:     u${dice.below(50)} : TTY=pts/${dice.below(9)} ; PWD=/home/u ; USER=root ; COMMAND=/usr/bin/systemctl restart app${dice.below(20)}`;
const KINDS: { readonly [name: string]: Kind } = {
  sshd,
  sudo,
  "sshd and sudo": pick(sshd, sshd, sudo),
  pam: syslog("sshd", pick(
    (dice) => `pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${address(dice)}  user=root`,
    (dice) => `pam_unix(sshd:session): session opened for user u${dice.below(50)}(uid=1000) by (uid=0)`,
  )),
  cron: syslog("CRON", (dice) => `(root) CMD (run-parts /etc/cron.d/${dice.below(50)})`),
  accounts: syslog("useradd", (dice) => `new user: name=u${dice.below(500)}, UID=1001, GID=1001, home=/home/u, shell=/bin/bash`),
  systemd: syslog("systemd", (dice) => `Started app${dice.below(50)}.service - An application.`),
  "rfc 5424": (dice, at) => `<38>1 2026-03-13T${clock(at)}.${dice.below(900) + 100}Z web1.example sshd ${pid(dice)} - - Failed password for root from ${address(dice)} port ${port(dice)} ssh2`,
  auditd: (dice, at) => `type=SYSCALL msg=audit(17${10_000_000 + at}.${dice.below(900) + 100}:${at}): arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=4 items=2 ppid=1 pid=${pid(dice)} auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=3 comm="ls" exe="/usr/bin/ls" key="exec"`,
  access: (dice, at) => `${address(dice)} - - [13/Mar/2026:${clock(at)} +0000] "GET /a/${dice.below(900)}?b=c HTTP/1.1" ${dice.below(9) === 0 ? 404 : 200} ${dice.below(9000)} "-" "Mozilla/5.0 (X11; Linux x86_64)"`,
  "nginx error": (dice, at) => `2026/03/13 ${clock(at)} [error] 811#811: *${at} open() "/srv/x" failed (2: No such file or directory), client: ${address(dice)}, server: example.com, request: "GET /x HTTP/1.1", host: "example.com"`,
  postfix: syslog("postfix/smtp", (dice) => `4B${dice.below(90_000) + 10_000}XyZ: to=<u${dice.below(500)}@example.com>, relay=mx.example.com[${address(dice)}]:25, delay=1.2, delays=0/0/1/0.2, dsn=2.0.0, status=sent (250 2.0.0 Ok)`),
  postgresql: (dice, at) => `2026-03-13 ${clock(at)}.${dice.below(900) + 100} UTC [${pid(dice)}] app@ledger LOG:  statement: UPDATE invoice SET paid = true WHERE id = ${at}`,
  xferlog: (dice, at) => `Fri Mar 13 ${clock(at)} 2026 1 ${address(dice)} ${dice.below(90_000)} /csv/f${dice.below(500)}.csv b _ o r u${dice.below(50)} ftp 0 * c`,
  cloudtrail: (dice, at) => JSON.stringify({ eventVersion: "1.08", eventTime: `2026-03-13T${clock(at)}Z`, eventSource: "s3.amazonaws.com", eventName: "GetObject", awsRegion: "eu-central-1", sourceIPAddress: address(dice), userIdentity: { type: "IAMUser", userName: `u${dice.below(50)}` }, requestParameters: { bucketName: "b" } }),
  unknown: (dice) => `this is line ${dice.below(9000)} of something that nobody knows, and it goes on for a while`,
};

function spent(work: () => void): number {
  const start = process.threadCpuUsage();
  work();
  const used = process.threadCpuUsage(start);
  return (used.user + used.system) / 1000;
}

/** Both in turns, so that whatever else the machine does falls on both; the median of the rounds' ratios. */
function measure(kind: Kind): object {
  const dice = new Dice(SEED);
  const bytes = Buffer.from(Array.from({ length: LINES }, (_, at) => kind(dice, at)).join("\n"));
  const split = () => bytes.toString("latin1").split("\n");
  let unparsed = 0;
  const parse = () => {
    for (const line of split()) if (!parseLine(line, reference).parsed) unparsed += 1;
  };
  parse();
  parse();
  unparsed = 0;
  const rounds = Array.from({ length: ROUNDS }, () => ({ splitMs: spent(() => { for (let at = 0; at < 4; at += 1) split(); }) / 4, parseMs: spent(parse) }));
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
  return {
    bytesPerLine: Math.round(bytes.length / LINES),
    unparsed: unparsed / ROUNDS,
    linesPerCpuSecond: Math.round((LINES / median(rounds.map(({ parseMs }) => parseMs))) * 1000),
    splitLinesPerCpuSecond: Math.round((LINES / median(rounds.map(({ splitMs }) => splitMs))) * 1000),
    ofSplit: Number(median(rounds.map(({ splitMs, parseMs }) => splitMs / parseMs)).toFixed(3)),
  };
}

const names = Object.keys(KINDS).filter((name) => asked.length === 0 || asked.includes(name));
process.stdout.write(`${JSON.stringify({ node: process.version, lines: LINES, rounds: ROUNDS, kinds: Object.fromEntries(names.map((name) => [name, measure(KINDS[name]!)])) }, null, 2)}\n`);
