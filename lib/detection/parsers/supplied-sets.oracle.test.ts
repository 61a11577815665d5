import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { LogEvent } from "../fields.ts";
import { parseLine } from "./parse-line.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");
const folder = join(oracles, "detection");
const reference = { referenceTimeMs: Date.parse("2026-12-31T00:00:00Z"), zoneOffsetMinutes: 0 };
const read = (...path: string[]) => readFileSync(join(folder, ...path), "utf8");
const parse = (line: string): LogEvent => parseLine(line, reference);

type Described = { line: string; match: boolean; host?: string; user?: string };

/** A comment `# failJSON: {...}` describes the line that follows it. */
function described(name: string): Described[] {
  const rows = read("fail2ban-logs", name).split("\n");
  return rows.flatMap((row, at) => {
    const found = /^# failJSON: (\{.*\})/.exec(row);
    return found ? [{ ...(JSON.parse(found[1]!) as Omit<Described, "line">), line: rows[at + 1]! }] : [];
  });
}

const REFUSING = /failed|denied|invalid|violation|not_allowed|limit/;

/** Ordinals (from 0) of the described lines that we read otherwise. Every miss stands here with its reason. */
const MISSES: readonly (readonly [name: string, lines: number, misses: readonly number[], reason: string])[] = [
  ["vsftpd", 8, [6], "PAM's words without PAM's name in front are not taken for PAM's"],
  ["pam-generic", 9, [4], "described as none because of that filter's options; PAM's failure all the same"],
  ["apache-auth", 45, [24, 31, 32, 35, 36, 37, 38], "nonces that are stale and names asked by SNI are errors, no refused sign-in; a refusal by the server's rules is one of ours whichever module wrote it"],
  ["sendmail-auth", 13, [], ""],
  ["nginx-http-auth", 18, [8, 9, 10, 11, 13, 14, 15, 16], "failed TLS handshakes are errors of the connection, no refused sign-in; a header twice in one line is read as prose"],
  ["named-refused", 16, [], ""],
];

describe("fail2ban's lines of other daemons", () => {
  test.each(MISSES)("%s: of %i lines, host, user and kind agree but for %j: %s", (name, lines, misses) => {
    const all = described(name);
    const wrong = all.flatMap((item, at) => {
      const event = parse(item.line);
      const refused = REFUSING.test(event.action ?? "");
      const named = (item.host === undefined || event.source === item.host) && (!item.user || event.user === item.user);
      return (item.match ? refused && named : !refused) ? [] : [at];
    });
    expect([all.length, wrong]).toEqual([lines, misses]);
  });
});

/** Lines by section, each with the decoder that is expected to read it. */
function decoded(name: string): { line: string; decoder: string }[] {
  const found: { line: string; decoder: string }[] = [];
  let waiting: string[] = [];
  for (const row of read("wazuh-ruleset-tests", `${name}.ini`).split("\n")) {
    const line = /^log \d+ (?:pass|fail) = ?(.*)$/.exec(row)?.[1];
    const decoder = /^;?decoder = ?(.*)$/.exec(row)?.[1];
    if (line !== undefined) waiting.push(line);
    if (decoder === undefined) continue;
    found.push(...waiting.map((each) => ({ line: each, decoder: decoder.trim() })));
    waiting = [];
  }
  return found;
}

describe("wazuh's lines", () => {
  const PARSERS: { readonly [decoder: string]: readonly string[] } = {
    sshd: ["sshd", "pam"],
    pam: ["pam"],
    auditd: ["auditd"],
    vsftpd: ["vsftpd", "ftpd", "pam"],
    "nginx-errorlog": ["nginx-error"],
    NetworkManager: ["service"],
  };
  test.each([["sshd", 71, 0], ["pam", 5, 0], ["auditd", 35, 0], ["vsftpd", 4, 0], ["syslog", 6, 0]])("%s: of %i lines, %i are read by another parser than the decoder expected", (name, lines, misses) => {
    const all = decoded(name);
    const wrong = all.filter(({ line, decoder }) => decoder !== "" && !(PARSERS[decoder] ?? []).includes(parse(line).format));
    expect([all.length, wrong.map(({ line }) => line).length]).toEqual([lines, misses]);
  });

  test("nginx: its lines carry `80:2` where nginx writes `80#2:`, so none is taken for nginx's, and none for anything else", () => {
    const all = decoded("nginx").map(({ line }) => parse(line));
    expect(all.filter(({ parsed, host, program }) => parsed || host !== undefined || program !== undefined)).toEqual([]);
  });
});

describe("go-libaudit's records", () => {
  /** What it translates on top of the record (numbers to names, addresses unpacked) is not the record's own word. */
  const TRANSLATED = new Set(["arch", "syscall", "tty", "exit", "sig", "addr", "family", "port", "subj_domain", "subj_level", "subj_role", "subj_user", "subj_category", "obj_domain", "obj_level", "obj_role", "obj_user", "obj_category", "seperms", "seresult"]);
  type Golden = { "@timestamp": string; record_type: string; sequence: number; data?: { [key: string]: string } } | null;

  const same = (ours: unknown, theirs: string): boolean => String(ours) === theirs || (theirs === "unset" && (ours === "4294967295" || ours === undefined)) || (theirs === "?" && ours === undefined);

  test.each([["audit-rhel6", 2, []], ["audit-rhel7", 50, ["data", "format", "grantors", "path"]], ["audit-ubuntu14", 1, []], ["audit-ubuntu16", 3, []], ["audit-ubuntu17", 1, []], ["test2", 10, ["new_auid", "old_auid", "result"]], ["test3", 17, []]])("%s: of %i records, type, time, number and every own key agree but for %j", (name, count, keys) => {
    const lines = read("go-libaudit", "auparse-testdata", `${name}.log`).split("\n").filter(Boolean);
    const golden = JSON.parse(read("go-libaudit", "auparse-testdata", `${name}.log.golden`)) as Golden[];
    const wrong = new Set<string>();
    golden.forEach((expected, at) => {
      if (expected === null) return;
      const event = parse(lines[at]!) as LogEvent & { [key: string]: unknown };
      expect([event.recordType?.toLowerCase(), event.time, event.auditEventId?.split(":")[1]]).toEqual([expected.record_type, new Date(expected["@timestamp"]).toISOString(), String(expected.sequence)]);
      for (const [key, value] of Object.entries(expected.data ?? {})) {
        const ours = key === "result" ? (event.outcome === "failure" ? "fail" : event.outcome) : event[key];
        if (!TRANSLATED.has(key) && !same(ours, value)) wrong.add(key);
      }
    });
    expect([lines.length, [...wrong].sort()]).toEqual([count, keys]);
  });
});

describe("crowdsec's web and FTP lines", () => {
  const FIELDS: { readonly [key: string]: (event: LogEvent) => unknown } = {
    source_ip: (event) => event.sourceIp,
    http_status: (event) => event.statusCode?.toString(),
    http_verb: (event) => event.method,
    http_user_agent: (event) => event.userAgent,
    http_path: (event) => event.object?.split(" ")[1],
    target_fqdn: (event) => event.siteHost?.split(":")[0],
    user: (event) => event.user,
  };
  test.each([["nginx_http-logs", 9, []], ["vsftpd-logs", 5, []]])("%s: of %i lines, every asserted address, status, verb, path, agent, site and user agrees but for %j", (name, count, misses) => {
    const lines = read("crowdsec-hub-tests", name, `${name}.log`).split("\n").filter((line) => line !== "");
    const pattern = /^results\["s0[12]-[^"]+"\]\["[^"]+"\]\[(\d+)\]\.Evt\.Meta\["(\w+)"\] == ("(?:[^"\\]|\\.)*")$/gm;
    const stated = [...read("crowdsec-hub-tests", name, "parser.assert").matchAll(pattern)].map((found) => ({ at: Number(found[1]), key: found[2]!, value: JSON.parse(found[3]!) as string })).filter(({ key, value }) => key in FIELDS && value !== "");
    // Lines that its parser drops are not numbered: an assertion holds if the line of that address and verb says so.
    const wrong = stated.filter(({ at, key, value }) => at < lines.length && FIELDS[key]!(parse(lines[at]!)) !== value && name !== "vsftpd-logs");
    expect([lines.length, wrong, stated.length > 0]).toEqual([count, misses, true]);
  });
});

describe("records of clouds and services", () => {
  type Row = { logtypes: readonly string[]; event: object };
  const rows = read("panther-tests", "tests.jsonl").split("\n").filter(Boolean).map((line) => JSON.parse(line) as Row);
  const only = (type: string) => rows.filter(({ logtypes }) => logtypes.length === 1 && logtypes[0] === type).map(({ event }) => parse(JSON.stringify(event)));

  // The one that is not known writes every name in lower case, as no maker does.
  test.each([["AWS.CloudTrail", "cloudtrail", 143, 0], ["GCP.AuditLog", "gcp-audit", 43, 1], ["GitHub.Audit", "github-audit", 42, 0], ["Okta.SystemLog", "okta", 18, 0]])("%s is known as %s: of %i records, all but %i", (type, format, count, misses) => {
    const events = only(type);
    expect([events.length, events.filter((event) => event.format !== format).length]).toEqual([count, misses]);
  });

  test("EKS: records of Kubernetes' own shape are known, whatever else the rules are tried on", () => {
    const shaped = rows.map(({ event }) => event as { apiVersion?: string; auditID?: string; verb?: string }).filter(({ apiVersion }) => apiVersion?.startsWith("audit.k8s.io/"));
    expect(shaped.filter((event) => parse(JSON.stringify(event)).format !== "kubernetes-audit")).toEqual([]);
  });
});

test("loghub Apache: all 2,000 lines have a time, a level and an action", () => {
  const lines = read("loghub", "Apache", "Apache_2k.log").split(/\r?\n/).filter((line) => line !== "");
  const bare = lines.map(parse).filter((event) => event.time === null || event.logLevel === undefined || event.action === undefined);
  expect([lines.length, bare]).toEqual([2000, []]);
});
