import { describe, expect, test } from "vitest";
import { AuditJoiner } from "./audit-events.ts";
import { matrixRowsOf } from "./matrix.ts";
import { toOcsf } from "./ocsf.ts";
import { parseLine } from "./parse-line.ts";

const reference = { referenceTimeMs: Date.parse("2026-11-20T12:00:00Z"), zoneOffsetMinutes: 0 };

/** One line of nearly every format: what the broken ones below are made of. */
const LINES = [
  "Mar 10 06:55:46 h sshd[1]: Failed password for invalid user x from 192.0.2.1 port 4 ssh2",
  "Mar 10 06:55:46 h sshd(pam_unix)[3]: authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=root",
  "Mar 10 06:55:46 h sshd[1]: Disconnecting invalid user a 192.0.2.1 port 4: Too many authentication failures [preauth]",
  "Mar 10 06:55:46 h sudo: mike : TTY=pts/2 ; PWD=/home/mike ; USER=root ; COMMAND=/bin/ls",
  "Mar 10 06:55:46 h su: FAILED SU (to root) mike on pts/1",
  "Mar 10 06:55:46 h CRON[1]: (root) CMD (ls)",
  "Mar 10 06:55:46 h useradd[1]: new user: name=jim, UID=1001, GID=1001, home=/home/jim, shell=/bin/bash",
  "Mar 10 06:55:46 h kernel: audit(1138278089.855:0): avc: denied { read write } for pid=1 exe=/sbin/init name=initctl tclass=fifo_file",
  "Mar 10 06:55:46 h kernel: [UFW BLOCK] IN=eth0 SRC=192.0.2.1 DST=192.0.2.2 SPT=1 DPT=2",
  "Mar 10 06:55:46 h systemd[1]: Started a.service - b.",
  "Mar 10 06:55:46 h network: Setting network parameters: succeeded",
  "Mar 10 06:55:46 h named[1]: client @0x7f 192.0.2.1#5 (a.example): query (cache) 'a.example/A/IN' denied",
  "Mar 10 06:55:46 mx postfix/smtp[1]: 4BcdZ61: to=<b@example.com>, relay=mx[192.0.2.1]:25, dsn=2.0.0, status=sent (250 ok)",
  "Mar 10 06:55:46 mx postfix/cleanup[1]: 4BcdZ61: warning: header Subject: a from mx[192.0.2.1]; from=<a@b> to=<c@d> proto=ESMTP",
  "Mar 10 06:55:46 mx sendmail[1]: s2AFtk1x000001: from=<a@example.com>, size=9, relay=mx [192.0.2.1]",
  '<165>1 2003-10-11T22:14:15.003Z h evntslog 77 ID47 [a@1 k="v\\"]"] message',
  "type=USER_CMD msg=audit(1791187200.418:1): pid=1 uid=0 auid=1000 msg='cwd=\"/\" cmd=6C73202F terminal=pts/0 res=success'",
  "Mon Jun 19 04:44:43 2017 1 192.0.2.1 20 /CSV/test1.csv a _ o r testuser ftp 0 * c",
  "Sat Feb 3 05:32:20 CST 2007 0 /etc/hosts1308742 fd:00 0100644 0 0 00:00 a:b:c:s0",
  'Mon Mar  9 06:55:46 2026 [pid 4] [ann] OK DOWNLOAD: Client "192.0.2.1", "/a", 120 bytes',
  '192.0.2.1 - ann [10/Mar/2026:06:55:46 +0000] "GET /a HTTP/1.1" 200 157 "-" "agent"',
  '2026/03/10 06:55:46 [error] 7#7: *1 user "x" was not found in "/a", client: 192.0.2.5, server: b, request: "GET /p HTTP/1.1"',
  "[Tue Mar 10 06:55:46.1 2026] [auth_basic:error] [pid 9] [client 192.0.2.1:5000] AH01617: user ann: authentication failure for \"/x\": Password Mismatch",
  "2026-03-10 06:55:46 UTC [77] ann@ledger LOG:  statement: /* fix */ DELETE FROM a WHERE true",
  "2026-03-10T06:55:46.1Z 8 [Note] [MY-010926] [Server] Access denied for user 'ann'@'192.0.2.4' (using password: YES)",
  "[2026-03-10T06:55:46.123+0000] {a.py:1} INFO - Marking task as FAILED. dag_id=a, task_id=b",
  "06:55:46  3 of 9 ERROR creating sql table model finance.invoice ... [ERROR in 2.01s]",
  "2026-03-10 06:55:46 ERROR Job load failed: TIMEOUT",
  'March 10, 2026 06:55: User "Z" (z@example.com) was removed by "admin"',
  'time=2026-03-10T06:55:46Z level=error service=elt job="load" outcome=failure',
  '{"eventTime":"2026-03-10T06:55:46Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","userIdentity":{"type":"Root"}}',
  "source IP - 192.0.2.1 - device ID - 89ABxDEF-01234567",
  "storage.objects.delete",
];

/** The same numbers on every run. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const NASTY = ["\0", "\uFFFD", "\u2028", "\r", "\t", "  ", '"', '\\"', "'", "=", "[", "]", "(", ")", "{", ":", ";", ",", "%", "__proto__=", " from 1.2.3.4 port 5 ssh2", " user=", "\u0130", "👩‍💻", "::ffff:", "9".repeat(40), "-", "A".repeat(300)];

function broken(line: string, roll: (limit: number) => number): string {
  let text = line;
  for (let step = roll(4); step >= 0; step -= 1) {
    const at = roll(text.length + 1);
    const end = Math.min(text.length, at + roll(12));
    const put = NASTY[roll(NASTY.length)]!;
    text = [() => text.slice(0, at) + put + text.slice(at), () => text.slice(0, at) + text.slice(end), () => text.slice(0, at), () => text.slice(at) + put, () => text.slice(0, at) + text.slice(at).toUpperCase()][roll(5)]!();
  }
  return text;
}

describe("broken lines", () => {
  test("30,000 of them: none throws, each keeps its text, and no field is empty or of another kind", () => {
    const roll = dice(7);
    const joiner = new AuditJoiner();
    for (let round = 0; round < 30_000; round += 1) {
      const line = broken(LINES[roll(LINES.length)]!, roll);
      const event = parseLine(line, reference);
      joiner.push(event);
      expect(event.line).toBe(line);
      expect(Object.getPrototypeOf({})).toBe(Object.prototype);
      for (const name of ["user", "targetUser", "source", "host", "object", "command"] as const) {
        const value = event[name];
        if (event.format !== "json" && value !== undefined) expect([line, name, typeof value === "string" && value !== ""]).toEqual([line, name, true]);
      }
      for (const name of ["pid", "uid", "sourcePort", "bytes"] as const) if (event[name] !== undefined && event.format !== "json" && event.format !== "logfmt") expect(Number.isSafeInteger(event[name])).toBe(true);
      expect(Array.isArray(matrixRowsOf(event))).toBe(true);
      expect(toOcsf(event)).toHaveProperty("class_uid");
    }
  });

  test("a line cut anywhere says nothing that the whole line does not, but for what it cuts in two", () => {
    for (const line of LINES.filter((each) => !each.startsWith("{"))) {
      const whole = parseLine(line, reference);
      for (let end = 0; end < line.length; end += 1) {
        const part = parseLine(line.slice(0, end), reference);
        if (part.action !== undefined && part.action !== whole.action) expect([line.slice(0, end), part.outcome === "success" && whole.outcome === "failure"]).toEqual([line.slice(0, end), false]);
      }
    }
  });
});

describe("lines made to cost", () => {
  const FILLS = [" ", "a", "=", "a=", "[", "(", '"', "\\", ":", ": ", ";", " ; ", "1", "1 ", ".", "-", " from ", " from x port 1", " port 1: ", "user ", " user=", " rhost=", "/*", "{", "<", "<a>,", "'", "not found", " not allowed", " FOR ", " in realm x", "\t", "é", "\0", ", client: ", "= =", "--\n"];

  /** Milliseconds of processor time that the costliest line took. */
  function slowest(length: number): number {
    let most = 0;
    for (const line of LINES) {
      for (const fill of FILLS) {
        const middle = line.indexOf(": ") + 2;
        for (const at of [0, middle, line.length]) {
          const text = line.slice(0, at) + fill.repeat(Math.ceil(length / fill.length)) + line.slice(at);
          const start = process.threadCpuUsage();
          parseLine(text, reference);
          const used = process.threadCpuUsage(start);
          most = Math.max(most, used.user + used.system);
        }
      }
    }
    return most / 1000;
  }

  test("no line within the limit takes longer than its length explains", () => {
    slowest(256);
    // Linear work on these is a few milliseconds, quadratic work seconds: far apart on any machine.
    expect(slowest(15_500)).toBeLessThan(1_000);
  }, 60_000);

  test("a line beyond the limit costs no more than its header", () => {
    const event = parseLine(`Mar 10 06:55:46 h sshd[1]: ${"Failed password for a from b ".repeat(200_000)}`, reference);
    expect(event).toMatchObject({ host: "h", program: "sshd", reason: "message_too_long_for_fields" });
  });
});
