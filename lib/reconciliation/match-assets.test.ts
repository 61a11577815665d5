import { expect, test } from "vitest";
import { assetsOf, guessAssetColumns, type ListedAsset } from "./asset-fields.ts";
import { criticalityOf, environmentOf, matchAssets, type CollectedAsset } from "./match-assets.ts";
import { judgeScope } from "./scope-rules.ts";

const asset = (name: string, more: Partial<ListedAsset> = {}): ListedAsset => ({ row: Number(/\d+/.exec(name)?.[0] ?? 1) + 1, name, identifiers: [], owner: "", environment: "", criticality: "", purpose: "", ...more });
const resource = (id: string, name: string, aliases: readonly string[] = [], rules: Parameters<typeof judgeScope>[1] = [], owner: string | null = null): CollectedAsset => ({
  population: { id, name, aliases, group: null, from: new Date(0), until: null }, owner, scope: judgeScope({ type: "aws.ec2.instance", name, account: null, region: null, tags: {} }, rules),
});
const statesOf = (...given: Parameters<typeof matchAssets>) => Object.fromEntries(matchAssets(...given).map(({ name, state }) => [name, state]));
const RULES = [{ when: [{ field: "name" as const, is: ["web*"] }], environment: "production" as const, criticality: "high" as const, because: "Named so." }];

test("what both have is matched by any of its names; what one alone has is a gap of the other", () => {
  const collected = [resource("obj_1", "web-1", ["arn:aws:ec2:eu-west-1:1:instance/i-0a"]), resource("obj_2", "web-2"), resource("obj_3", "db-3.internal")];
  expect(statesOf([asset("The first web server 1", { identifiers: ["i-0a"] }), asset("db-3"), asset("old-9")], collected, true)).toEqual({ "The first web server 1": "both", "db-3": "both", "old-9": "only_listed", "web-2": "only_collected" });
});

test("while the inventory is not complete, nobody can say that something listed is not there", () => {
  expect(statesOf([asset("old-9")], [], false)).toEqual({ "old-9": "unknown" });
});

test("names of several, and several rows of one, are told apart from both", () => {
  const collected = [resource("obj_1", "web-1"), resource("obj_2", "web-2")];
  expect(statesOf([asset("pair-1", { identifiers: ["web-1", "web-2"] })], collected, true)).toEqual({ "pair-1": "ambiguous" });
  expect(matchAssets([asset("web-1"), asset("again-2", { identifiers: ["web-1"] })], [collected[0]!], true).map(({ state }) => state)).toEqual(["ambiguous", "ambiguous"]);
});

test("attributes differ where both sides say something else; what one does not say is no difference", () => {
  const collected = [resource("obj_1", "web-1", [], RULES, "Platform"), resource("obj_2", "db-2")];
  const [web, db] = matchAssets([asset("web-1", { environment: "Test", criticality: "low", owner: "Sales" }), asset("db-2", { environment: "Test", criticality: "low", owner: "Sales" })], collected, true);
  expect(web).toMatchObject({ state: "differs", differences: [{ attribute: "environment", listed: "Test", collected: "production" }, { attribute: "criticality" }, { attribute: "owner", collected: "Platform" }] });
  expect(db).toMatchObject({ state: "differs", differences: [{ attribute: "environment", listed: "Test", collected: "production, by no rule" }] });
  expect(matchAssets([asset("db-2", { environment: "prod", criticality: "low", owner: "Sales" })], [collected[1]!], true)).toMatchObject([{ state: "both", differences: [] }]);
  expect(matchAssets([asset("web-1", { environment: "PROD", criticality: "High", owner: "platform" })], [collected[0]!], true)[0]?.state).toBe("both");
});

test("words for environments and criticality are read; what is none of the usual says nothing", () => {
  expect([environmentOf("Production EU"), environmentOf("live"), environmentOf("staging"), environmentOf(" "), criticalityOf("P1"), criticalityOf("Gold")]).toEqual(["production", "production", "other", null, "critical", null]);
});

test("columns are told by their headers, wherever these stand; rows that name nothing are left out, and said", () => {
  const rows = [["Assets of 2026"], ["Asset name", "Instance ID", "IP address", "Team", "Env"], ["web-1", "i-0a", "10.0.0.1, 10.0.0.2", "Platform", "prod"], ["", "", "", "Nobody", ""], ["", "i-0b", "", "", ""], [""]].map((cells, index) => ({ number: index + 1, cells }));
  const { header, columns } = guessAssetColumns(rows);
  expect([header?.number, columns]).toEqual([2, { name: 0, identifier: 1, address: 2, owner: 3, environment: 4 }]);
  expect(assetsOf(rows.slice(2), columns)).toEqual({
    assets: [{ row: 3, name: "web-1", identifiers: ["i-0a", "10.0.0.1", "10.0.0.2"], owner: "Platform", environment: "prod", criticality: "", purpose: "" }, { row: 5, name: "i-0b", identifiers: ["i-0b"], owner: "", environment: "", criticality: "", purpose: "" }],
    leftOut: [{ row: 4, why: "It has neither a name nor an identifier." }],
  });
});

test("twenty thousand assets against as many resources take seconds, not minutes", () => {
  const many = Array.from({ length: 20_000 }, (_, index) => index);
  const begun = performance.now();
  expect(matchAssets(many.map((index) => asset(`host-${index}`, { row: index + 1 })), many.map((index) => resource(`obj_${index}`, `host-${index}.internal`)), true).every(({ state }) => state === "both")).toBe(true);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
