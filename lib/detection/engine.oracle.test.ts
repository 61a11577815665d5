import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileRules, createCorrelator, createLineSplitter, evaluateEvent, type Hit, type LogEvent, parseLine, type RuleSet } from "./index.ts";

const oracles = process.env["TICKMARK_ORACLES"];
if (!oracles) throw new Error("TICKMARK_ORACLES must name the folder of published vectors");

const detection = join(oracles, "detection");
const content = join(import.meta.dirname, "..", "..", "controls", "rules");
const product = compileRules(readdirSync(content).filter((name) => name.endsWith(".yaml")).map((name) => ({ path: name, text: readFileSync(join(content, name), "utf8") })));
const reference = { referenceTimeMs: Date.parse("2026-12-31T00:00:00Z"), zoneOffsetMinutes: 0 };

function detect(ruleSet: RuleSet, bytes: Uint8Array): Hit[] {
  const splitter = createLineSplitter();
  const correlator = createCorrelator(ruleSet);
  const hits: Hit[] = [];
  for (const line of [...splitter.push(bytes), ...splitter.finish()]) {
    const event = parseLine(line.text, reference);
    hits.push(...correlator.observe(event, evaluateEvent(ruleSet, event), { lineNumber: line.number, offset: line.offset, length: line.length }));
  }
  return [...new Map([...hits, ...correlator.flush()].map((hit) => [hit.hitKey, hit])).values()];
}

/** What a person with grep, awk and sort would do: times and sources of failed lines, bursts by a walk over each source. */
type Attempt = { second: number; weight: number; lineNumber: number };

function attempts(text: string, pattern: RegExp): Map<string, Attempt[]> {
  const bySource = new Map<string, Attempt[]>();
  text.split(/\r?\n/).forEach((line, at) => {
    const found = pattern.exec(line);
    if (!found) return;
    const [, month, day, hour, minute, second] = /^(\w+) +(\d+) (\d+):(\d+):(\d+)/.exec(line)!;
    const months = { Jun: 0, Jul: 30, Dec: 0 }[month as "Jun" | "Jul" | "Dec"];
    const total = (((months + Number(day)) * 24 + Number(hour)) * 60 + Number(minute)) * 60 + Number(second);
    const weight = Number(/message repeated (\d+) times/.exec(line)?.[1] ?? 1);
    bySource.set(found[1]!, [...(bySource.get(found[1]!) ?? []), { second: total, weight, lineNumber: at + 1 }]);
  });
  return bySource;
}

/** Bursts of five or more in ten minutes, each as [source, first line, events, lines]. */
function naiveBursts(bySource: Map<string, Attempt[]>): (string | number)[][] {
  const bursts: (string | number)[][] = [];
  for (const [source, list] of bySource) {
    const runs: Attempt[][] = [];
    for (const attempt of [...list].sort((a, b) => a.second - b.second)) {
      const last = runs.at(-1)?.at(-1);
      if (last && attempt.second - last.second <= 600) runs.at(-1)!.push(attempt);
      else runs.push([attempt]);
    }
    for (const attemptsOfRun of runs) {
      const crossing = attemptsOfRun.findIndex((one) => attemptsOfRun.filter(({ second }) => second <= one.second && second >= one.second - 600).reduce((sum, { weight }) => sum + weight, 0) >= 5);
      if (crossing === -1) continue;
      // The burst begins with what is in the window when the threshold is crossed.
      const members = attemptsOfRun.filter(({ second }) => second >= attemptsOfRun[crossing]!.second - 600);
      bursts.push([source, members[0]!.lineNumber, members.reduce((sum, { weight }) => sum + weight, 0), members.length]);
    }
  }
  return bursts.sort();
}

const summary = (hits: readonly Hit[], title: string) =>
  hits.filter((hit) => hit.title === title).map((hit) => [hit.groupKey["source"]!, hit.lines[0]!.lineNumber, hit.count, hit.linesTotal]).sort();

describe("brute force on published logs", () => {
  test("OpenSSH, 2,000 lines: 12 bursts of 503 attempts equal a naive count in source, first line, events and lines", () => {
    const bytes = readFileSync(join(detection, "loghub", "OpenSSH", "OpenSSH_2k.log"));
    const hits = detect(product.ruleSet, bytes);
    const naive = naiveBursts(attempts(bytes.toString("utf8"), /Failed password for .* from (\S+) port \d+/));
    const found = summary(hits, "SSH brute force from one source");
    expect(found).toEqual(naive);
    expect([found.length, found.reduce((sum, [, , count]) => sum + Number(count), 0)]).toEqual([12, 503]);
  });

  test("OpenSSH: failed passwords, events and weights, equal grep's", () => {
    const text = readFileSync(join(detection, "loghub", "OpenSSH", "OpenSSH_2k.log"), "utf8");
    const grep = text.split(/\r?\n/).filter((line) => line.includes("Failed password for"));
    const weight = grep.reduce((sum, line) => sum + Number(/repeated (\d+) times/.exec(line)?.[1] ?? 1), 0);
    const events = text.split(/\r?\n/).map((line) => parseLine(line, reference)).filter((event) => event.action === "authentication_failed" && event.authMethod === "password");
    expect([events.length, events.reduce((sum, event) => sum + (event.repeatCount ?? 1), 0)]).toEqual([grep.length, weight]);
    expect(grep.length).toBe(520);
  });

  test("Linux, 2,000 lines: 42 bursts against PAM services equal a naive count", () => {
    const bytes = readFileSync(join(detection, "loghub", "Linux", "Linux_2k.log"));
    const hits = detect(product.ruleSet, bytes);
    const naive = naiveBursts(attempts(bytes.toString("utf8"), /(?:authentication failure; .* rhost=|Authentication failed from )(\S+)/));
    const found = summary(hits, "Brute force against a PAM service from one source");
    expect(found).toEqual(naive);
    expect(found.length).toBe(42);
  });

  test("Linux: the sign-in at the console as root and the stopped loggers are found", () => {
    const titles = detect(product.ruleSet, readFileSync(join(detection, "loghub", "Linux", "Linux_2k.log"))).map(({ title }) => title);
    expect(titles.filter((title) => title === "Direct sign-in as root")).toHaveLength(2);
  });
});

describe("crowdsec's ssh-bf", () => {
  const text = [
    "title: Tried\nname: tried\nlogsource: { service: sshd }\ndetection: { s: { action: invalid_user }, condition: s }",
    "title: ssh-bf\ncorrelation: { type: event_count, rules: [tried], group-by: [sourceIp], timespan: 50s, condition: { gte: 6 } }",
    "title: ssh-bf_user-enum\ncorrelation: { type: value_count, rules: [tried], group-by: [sourceIp], timespan: 50s, condition: { field: user, gte: 6 } }",
  ].join("\n---\n");

  test("exactly two alerts, each raised by the sixth event of the same source", () => {
    const { ruleSet, problems } = compileRules([{ path: "ssh-bf.yml", text }]);
    expect(problems).toEqual([]);
    const correlator = createCorrelator(ruleSet);
    const lines = readFileSync(join(detection, "crowdsec-hub-tests", "ssh-bf", "ssh-bf.log"), "utf8").split("\n");
    const hits = lines.flatMap((line, at) => {
      const event = parseLine(line, reference);
      return correlator.observe(event, evaluateEvent(ruleSet, event), { lineNumber: at + 1, offset: at, length: 1 });
    });
    expect(hits.map(({ title, count, observed, groupKey, lastTime }) => [title, count, observed, groupKey["sourceIp"], lastTime])).toEqual([
      ["ssh-bf", 6, 6, "35.188.49.176", "2026-02-12T14:10:24.000Z"],
      ["ssh-bf_user-enum", 6, 6, "35.188.49.176", "2026-02-12T14:10:24.000Z"],
    ]);
  });
});

describe("crowdsec's sshd and PAM lines", () => {
  const FIELDS: { readonly [key: string]: (event: LogEvent) => unknown } = {
    source_ip: (event) => event.sourceIp,
    target_user: (event) => event.user,
    message: (event) => event.message.trim(),
    program: (event) => event.program,
    pid: (event) => event.pid?.toString(),
    machine: (event) => event.host,
  };

  test.each([["sshd-logs", 24, 223], ["pam-logs", 2, 12], ["syslog-logs", 3, 9]])("%s: of %i lines, all %i asserted values agree", (folder, lineCount, assertionCount) => {
    const base = join(detection, "crowdsec-hub-tests", folder);
    const lines = readFileSync(join(base, `${folder}.log`), "utf8").split("\n").filter((line) => line !== "");
    const assertions = readFileSync(join(base, "parser.assert"), "utf8");
    const pattern = /^results\["s0[01]-[^"]+"\]\["[^"]+"\]\[(\d+)\]\.Evt\.(?:Parsed|Meta)\["(source_ip|target_user|message|program|pid|machine)"\] == ("(?:[^"\\]|\\.)*")$/gm;
    const stated = [...assertions.matchAll(pattern)].map((found) => ({ line: Number(found[1]), key: found[2]!, value: (JSON.parse(found[3]!) as string).trim() })).filter(({ value }) => value !== "");
    const wrong = stated.filter(({ line, key, value }) => FIELDS[key]!(parseLine(lines[line] ?? "", reference)) !== value);
    expect(wrong.map(({ line, ...rest }) => ({ ...rest, text: lines[line] }))).toEqual([]);
    expect([lines.length, stated.length]).toEqual([lineCount, assertionCount]);
  });
});

describe("sigma-specification", () => {
  const folder = join(detection, "sigma-specification", "tests", "schema");
  const load = (path: string) => readFileSync(join(folder, path), "utf8");
  const stub = (name: string) => `title: ${name}\nid: ${name}\nlogsource: { product: p }\ndetection: { s: { a: 1 }, condition: s }`;
  const stubs = ["5638f7c0-ac70-491d-8465-2a65075e0d86", "recon_cmd_a", "recon_cmd_b", "recon_cmd_c", "website_access", "rule_a_id", "process_creation"].map(stub);

  test.each(["event_count", "event_count_ecs", "value_count", "value_sum", "value_avg", "temporal", "temporal_ordered"])("the sample correlation %s compiles", (name) => {
    const { ruleSet, problems } = compileRules([{ path: name, text: [...stubs, load(`correlation/${name}.yml`)].join("\n---\n") }]);
    expect([problems, ruleSet.correlations.length]).toEqual([[], 1]);
  });

  test.each(["rules/rule_1.yml", "rules/rule_ecs.yml"])("the sample rule %s compiles", (name) => {
    expect(compileRules([{ path: name, text: load(name) }]).problems).toEqual([]);
  });

  test.each([["correlation/value_percentile.yml", "which one"], ["filter/filter_1.yml", "condition of a filter"], ["filter/filter_ecs.yml", "condition of a filter"]])("%s, whose meaning the specification leaves open, is refused with its place and a sentence", (name, sentence) => {
    const all = compileRules([{ path: name, text: load(name) }]).problems;
    // The rules that the sample names are not at hand, which is told as well.
    const problems = all.filter(({ message }) => !message.includes("refers to"));
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toContain(sentence);
    expect(problems[0]!.line).toBeGreaterThan(1);
  });
});
