import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keysOf, reconcile, type Column, type PopulationRow } from "./reconcile.ts";
import { judgeScope, matchesPattern, type Describable, type ScopeRule } from "./scope-rules.ts";

const at = new Date("2026-03-02T09:00:00Z");
const hours = (count: number): number => count * 3_600_000;
const before = (count: number): Date => new Date(at.getTime() - hours(count));
const host = (id: string, more: Partial<PopulationRow> = {}): PopulationRow => ({ id, name: id, aliases: [], group: null, from: before(1000), until: null, ...more });
const column = (sources: Column["sources"]): Column => ({ id: "logs", label: "Logs", silentAfterMs: hours(24), sources });
const source = (complete: boolean, ...seen: [string, number, boolean | null][]) => ({ name: "siem", complete, sightings: seen.map(([resource, ago, covered]) => ({ resource, seenAt: before(ago), covered })) });
const stateOf = (population: PopulationRow[], sources: Column["sources"]) => reconcile({ population, columns: [column(sources)], at, ephemeralBelowMs: hours(24) }).rows.map(({ cells }) => cells["logs"]?.state);

describe("a resource", () => {
  test("that reported within the time is covered; one that fell silent is told since when", () => {
    const { rows } = reconcile({ population: [host("web-1"), host("web-2")], columns: [column([source(true, ["web-1", 2, true], ["web-2", 50, true], ["web-2", 30, true])])], at, ephemeralBelowMs: 0 });
    expect(rows.map(({ cells }) => [cells["logs"]?.state, cells["logs"]?.since])).toEqual([["covered", null], ["silent", before(30)]]);
  });

  test("that a complete source does not know is missing; where a source was not complete, or there is none, nobody knows", () => {
    expect([stateOf([host("web-1")], [source(true)]), stateOf([host("web-1")], [source(false)]), stateOf([host("web-1")], [source(true), source(false)]), stateOf([host("web-1")], [])]).toEqual([["missing"], ["unknown"], ["unknown"], ["unknown"]]);
  });

  test("that a source calls not covered is missing, of whose state it is unsure unknown", () => {
    expect([stateOf([host("web-1")], [source(false, ["web-1", 1, false])]), stateOf([host("web-1")], [source(true, ["web-1", 1, null])])]).toEqual([["missing"], ["unknown"]]);
  });

  test("is found by its ARN, its host name with a port, and its short name where that is its alone", () => {
    const population = [host("i-0a1", { aliases: ["arn:aws:ec2:eu-west-1:1:instance/i-0a1"] }), host("b", { aliases: ["db.prod.example"] }), host("c", { aliases: ["web.a.example"] }), host("d", { aliases: ["web.b.example"] })];
    expect(stateOf(population, [source(true, ["i-0a1", 1, true], ["db:9100", 1, true], ["web", 1, true], ["https://web.b.example:9090/metrics", 1, true])])).toEqual(["covered", "covered", "missing", "covered"]);
  });

  test("that is gone, or was not there yet, is no part of it; what nobody has in the population is a stranger", () => {
    const { rows, strangers } = reconcile({ population: [host("old", { until: before(1) }), host("new", { from: new Date(at.getTime() + 1) })], columns: [column([source(true, ["ghost", 1, true], ["tomorrow", -1, true])])], at, ephemeralBelowMs: 0 });
    expect([rows, strangers]).toEqual([[], [{ column: "logs", source: "siem", resource: "ghost", seenAt: before(1) }]]);
  });

  test("a name that one source reports in several ways is one stranger, seen when it was seen last", () => {
    const { strangers } = reconcile({ population: [], columns: [column([source(true, ["ghost", 3, true], ["ghost", 1, true], ["ghost", 2, false], ["other", 5, true])])], at, ephemeralBelowMs: 0 });
    expect(strangers.map(({ resource, seenAt }) => [resource, seenAt])).toEqual([["ghost", before(1)], ["other", before(5)]]);
  });
});

describe("what lived shortly and is gone", () => {
  const brief = (id: string, more: Partial<PopulationRow> = {}): PopulationRow => host(id, { group: "scaling group workers", from: before(8), until: before(3), ...more });
  const judge = (population: PopulationRow[], sources: Column["sources"]) => reconcile({ population, columns: [column(sources)], at, ephemeralBelowMs: hours(24) });
  const gone = (resource: string, ago: number) => ({ resource, seenAt: before(ago), covered: true, goneAt: before(2) });

  test("is told by its group, as its worst member; what goes on stands for itself", () => {
    const { rows, counts } = judge([brief("a"), brief("b"), host("c", { group: "scaling group workers" })], [{ ...source(true, ["c", 1, true]), sightings: [gone("a", 4), { resource: "c", seenAt: before(1), covered: true }], looks: [before(5)] }]);
    expect(rows.map(({ name, members, cells }) => [name, members, cells["logs"]?.state, cells["logs"]?.covered])).toEqual([["scaling group workers", 2, "missing", 1], ["c", 1, "covered", 1]]);
    expect(counts["logs"]).toEqual({ covered: 2, silent: 0, missing: 1, unknown: 0 });
  });

  test("is missing only where a source looked completely while it was there", () => {
    const of = (looks: number[]) => judge([brief("a")], [{ ...source(true), looks: looks.map(before) }]).rows.map(({ cells }) => cells["logs"]?.state);
    expect([of([5]), of([9, 2]), of([])]).toEqual([["missing"], ["unknown"], ["unknown"]]);
  });

  test("never lends its sightings or its addresses to what came after it", () => {
    const { rows, strangers } = judge([brief("old", { aliases: ["10.0.0.5"] }), host("new", { aliases: ["10.0.0.5"] })], [{ ...source(true), sightings: [gone("10.0.0.5", 4)], looks: [before(5)] }]);
    expect([rows.map(({ name, cells }) => [name, cells["logs"]?.state]), strangers]).toEqual([[["scaling group workers", "covered"], ["new", "missing"]], []]);
  });

  test("that lived a day, or went more than a day ago, is no part of it", () => {
    expect(judge([brief("a", { from: before(40) }), brief("b", { from: before(30), until: before(25) })], []).rows).toEqual([]);
  });
});

test("every resource is counted in every column, whatever is reported", () => {
  const names = fc.constantFrom("a", "b", "c", "d.example", "d");
  const sighting = fc.record({ resource: names, seenAt: fc.integer({ min: 0, max: 100 }).map(before), covered: fc.option(fc.boolean()) });
  fc.assert(fc.property(fc.uniqueArray(names), fc.array(fc.record({ name: fc.string(), complete: fc.boolean(), sightings: fc.array(sighting) })), (ids, sources) => {
    const { counts } = reconcile({ population: ids.map((id) => host(id)), columns: [column(sources)], at, ephemeralBelowMs: 0 });
    expect(Object.values(counts["logs"] ?? {}).reduce((sum, count) => sum + count, 0)).toBe(ids.length);
    // Without a complete word of every source nothing that nobody spoke of is called missing.
    if (sources.length === 0 || sources.every(({ complete, sightings }) => !complete && sightings.length === 0)) expect(counts["logs"]?.unknown).toBe(ids.length);
  }));
});

test("names give the keys that they are found by", () => {
  expect([keysOf("ARN:aws:s3:::Bucket"), keysOf("10.0.0.1:9100"), keysOf("Web-1.Prod.Example")]).toEqual([
    { exact: ["arn:aws:s3:::bucket", "bucket"], short: null }, { exact: ["10.0.0.1:9100", "10.0.0.1"], short: null }, { exact: ["web-1.prod.example"], short: "web-1" },
  ]);
});

describe("scope", () => {
  const bucket: Describable = { type: "aws.s3.bucket", name: "prod-logs", account: "123", region: "eu-west-1", tags: { Env: "Staging" } };
  const rules: ScopeRule[] = [
    { when: [{ field: "tag", tag: "env", is: ["dev*", "staging"] }], environment: "other", because: "named so" },
    { when: [{ field: "type", is: ["aws.s3.*"] }, { field: "name", is: ["prod-*"] }], environment: "production", criticality: "high", because: "logs" },
    { when: [{ field: "account", is: ["999"] }], scope: "out", because: "sandbox" },
  ];

  test("is decided by the first rule that decides; what none decides is in scope and production, of unknown criticality", () => {
    expect(judgeScope(bucket, rules)).toEqual({ scope: "in", scopeRule: null, environment: "other", environmentRule: 0, criticality: "high", criticalityRule: 1 });
    expect(judgeScope({ ...bucket, tags: {}, account: "999", name: "x" }, rules)).toEqual({ scope: "out", scopeRule: 2, environment: "production", environmentRule: null, criticality: null, criticalityRule: null });
    expect(judgeScope({ ...bucket, account: null }, [{ when: [{ field: "account", is: ["*"] }], scope: "out", because: "any" }]).scope).toBe("in");
  });

  test("patterns mean what a regular expression with .* would, however they are written", () => {
    const text = fc.stringMatching(/^[ab*]{0,12}$/);
    fc.assert(fc.property(fc.stringMatching(/^[abAB]{0,12}$/), text, (value, pattern) => {
      const expected = new RegExp(`^${pattern.split("*").join(".*")}$`, "i").test(value);
      expect(matchesPattern(value, pattern)).toBe(expected);
    }));
    expect(matchesPattern("a".repeat(100_000), `${"a*".repeat(90)}b`)).toBe(false);
  });
});
