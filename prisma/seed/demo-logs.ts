import { addDays } from "#lib/platform/zoned-time.ts";

// Invented log lines in the shapes that sshd, sudo, cron, useradd and the kernel write. Hosts and people are those of the
// demo organization; addresses come from the ranges kept for documentation (RFC 5737). The same day gives the same lines.

export type DemoHost = "bastion-01" | "db-primary-01" | "build-04";
export const DEMO_HOSTS: readonly DemoHost[] = ["bastion-01", "db-primary-01", "build-04"];

/** What happened, told in days before the last day of the story. */
const STORY = { privilegedUser: 23, restart: 16, sprayed: 12, sudoRefused: 6, newAccount: 0, breakIn: 0 } as const;

const PEOPLE = ["deploy", "ansible", "trivera", "jweber", "praman"];
const GUESSED = ["admin", "test", "oracle", "postgres", "guest", "ubuntu", "backup", "www"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A small seeded generator (mulberry32): the demo must be the same everywhere, and needs no good randomness. */
function seeded(text: string): () => number {
  let state = 0;
  for (const character of text) state = (Math.imul(state, 31) + character.charCodeAt(0)) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Line = { second: number; text: string };

class Day {
  readonly lines: Line[] = [];
  private readonly random: () => number;

  constructor(host: DemoHost, day: string) {
    this.random = seeded(`${host} ${day}`);
  }

  number(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.number(0, items.length - 1)]!;
  }

  add(second: number, text: string): void {
    this.lines.push({ second: Math.min(86_399, second), text });
  }
}

function ordinaryWork(day: Day, host: DemoHost): void {
  for (let hour = 0; hour < 24; hour++) {
    day.add(hour * 3600 + 1, `CRON[${day.number(2000, 30_000)}]: (root) CMD (/usr/lib/sysstat/sa1 1 1)`);
    if (hour % 6 === 0) day.add(hour * 3600 + 900, `kernel: audit: rate limit state ok, backlog 0`);
  }
  for (let session = day.number(6, 14); session > 0; session--) {
    const person = day.pick(PEOPLE);
    const second = day.number(7 * 3600, 19 * 3600);
    const pid = day.number(2000, 30_000);
    day.add(second, `sshd[${pid}]: Accepted publickey for ${person} from 198.51.100.${day.number(10, 20)} port ${day.number(30_000, 60_000)} ssh2`);
    day.add(second + 1, `sshd[${pid}]: pam_unix(sshd:session): session opened for user ${person} by (uid=0)`);
    if (day.number(0, 3) === 0) {
      day.add(second + 40, `sudo: ${person} : TTY=pts/1 ; PWD=/home/${person} ; USER=root ; COMMAND=/usr/bin/systemctl status ${host === "db-primary-01" ? "postgresql" : "ssh"}`);
    }
    day.add(second + day.number(60, 2400), `sshd[${pid}]: pam_unix(sshd:session): session closed for user ${person}`);
  }
  for (let slip = day.number(0, 2); slip > 0; slip--) {
    const person = day.pick(PEOPLE);
    day.add(day.number(8 * 3600, 18 * 3600), `sshd[${day.number(2000, 30_000)}]: Failed password for ${person} from 198.51.100.${day.number(10, 20)} port ${day.number(30_000, 60_000)} ssh2`);
  }
}

function bruteForce(day: Day, start: number, address: string, attempts: number, users: readonly string[]): number {
  let second = start;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const user = users[attempt % users.length]!;
    const known = user === "root" || PEOPLE.includes(user);
    second = start + Math.floor((attempt * 420) / attempts);
    day.add(second, `sshd[${day.number(2000, 30_000)}]: Failed password for ${known ? "" : "invalid user "}${user} from ${address} port ${day.number(30_000, 60_000)} ssh2`);
  }
  return second;
}

function storyOf(day: Day, host: DemoHost, daysBefore: number): void {
  if (host === "bastion-01" && daysBefore % 5 === 3) {
    bruteForce(day, day.number(3600, 20_000), `203.0.113.${day.number(20, 90)}`, day.number(18, 45), ["root"]);
  }
  if (host === "bastion-01" && daysBefore === STORY.sprayed) bruteForce(day, 14_000, "203.0.113.7", 32, GUESSED);
  if (host === "bastion-01" && daysBefore === STORY.breakIn) {
    const last = bruteForce(day, 31_380, "203.0.113.44", 214, ["root", "backup", "deploy"]);
    day.add(last + 3, "sshd[25016]: Accepted password for deploy from 203.0.113.44 port 41602 ssh2");
    day.add(last + 3, "sshd[25016]: pam_unix(sshd:session): session opened for user deploy by (uid=0)");
  }
  if (host === "db-primary-01" && daysBefore === STORY.privilegedUser) {
    day.add(77_884, "useradd[1735]: new user: name=jim, UID=1001, GID=0, home=/home/jim, shell=/bin/bash");
    day.add(77_886, "passwd[1742]: pam_unix(passwd:chauthtok): password changed for jim");
  }
  if (host === "db-primary-01" && daysBefore === STORY.restart) {
    day.add(8_400, "kernel: Kernel logging (proc) stopped.");
    day.add(8_401, "exiting on signal 15");
    day.add(8_460, "kernel: Linux version 6.1.0-28-amd64 booted");
  }
  if (host === "build-04" && daysBefore === STORY.newAccount) {
    day.add(50_400, "useradd[4410]: new user: name=nightly, UID=1007, GID=1007, home=/home/nightly, shell=/bin/bash");
  }
  if (host === "build-04" && (daysBefore === STORY.sudoRefused || daysBefore === STORY.newAccount)) {
    day.add(40_010, "sudo: runner : user NOT in sudoers ; TTY=pts/0 ; PWD=/srv/build ; USER=root ; COMMAND=/bin/cat /etc/shadow");
  }
}

/**
 * One host's log of one day (UTC), in the traditional syslog shape.
 *
 * @param lastDay the last day of the story, by which `day` finds its part in it
 */
export function demoLogOf(host: DemoHost, day: string, lastDay: string): string {
  const lines = new Day(host, day);
  ordinaryWork(lines, host);
  storyOf(lines, host, Math.round((Date.parse(lastDay) - Date.parse(day)) / 86_400_000));
  const [, month, date] = day.split("-");
  const stamp = (second: number): string => {
    const two = (value: number): string => String(value).padStart(2, "0");
    return `${MONTHS[Number(month) - 1]} ${String(Number(date)).padStart(2, " ")} ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  };
  return lines.lines
    .sort((a, b) => a.second - b.second)
    .map((line) => `${stamp(line.second)} ${host} ${line.text}\n`)
    .join("");
}

/**
 * Whether a host hands its log over after this day: the bastion every day, the others once a week, and all of them after a
 * day on which something happened, as a host does that reports at once when it must.
 */
export function handsOverAfter(host: DemoHost, day: string, lastDay: string): boolean {
  const daysBefore = Math.round((Date.parse(lastDay) - Date.parse(day)) / 86_400_000);
  return host === "bastion-01" || daysBefore % 7 === 0 || (Object.values(STORY) as number[]).includes(daysBefore);
}

/** The days from `first` to `last`, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
