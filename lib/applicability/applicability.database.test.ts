import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSpreadsheet } from "#lib/spreadsheets/index.ts";
import { adoptedLibrary } from "#lib/testing/adopted-library.ts";
import { testWorld, type World } from "#lib/testing/world.ts";
import { decideApplicability, issueStatement, readApplicability, readStatement, statementPdf, statementXlsx } from "./index.ts";

let world: World;
let other: World;
beforeAll(async () => {
  world = await testWorld();
  other = await testWorld();
  await adoptedLibrary(world);
});
afterAll(async () => {
  await world.close();
  await other.close();
});

const frameworkKey = "iso27001-2022";
const manager = () => world.as("compliance_manager");
const now = () => readApplicability(manager(), { frameworkKey });

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

describe("statement of applicability", () => {
  it("holds nothing for decided that nobody decided, and is not issued before each item is", async () => {
    expect((await now()).counts).toEqual({ applicable: 0, excluded: 0, undecided: 93, implemented: 0 });
    await expect(issueStatement(manager(), { frameworkKey })).rejects.toMatchObject({ code: "precondition_failed", reason: "items_undecided" });
    await expect(decideApplicability(manager(), { frameworkKey, codes: ["A.8.15"], applicable: false, justification: " " })).rejects.toMatchObject({ code: "validation" });
    await expect(decideApplicability(manager(), { frameworkKey, codes: ["A.8.15", "A.99"], applicable: true, justification: "Why." })).rejects.toMatchObject({ code: "not_found" });
  });

  it("says why, by which controls and how far, and a contribution is no implementation", async () => {
    const codes = (await now()).lines.map((one) => one.code);
    expect(await decideApplicability(manager(), { frameworkKey, codes, applicable: true, justification: "The risk assessment of May." })).toEqual({ decided: 93 });
    expect(await decideApplicability(manager(), { frameworkKey, codes, applicable: true, justification: "The risk assessment of May." })).toEqual({ decided: 0 });
    await decideApplicability(manager(), { frameworkKey, codes: ["A.8.30"], applicable: false, justification: "Nothing is developed by others." });
    const { lines, counts } = await now();
    expect(counts).toMatchObject({ applicable: 92, excluded: 1, undecided: 0, implemented: lines.filter((one) => one.implementation === "implemented").length });
    const of = (code: string) => lines.find((one) => one.code === code);
    expect(of("A.8.15")).toMatchObject({ applicable: true, implementation: "implemented", status: "never_collected", controls: [{ code: "SYS.1.01", strength: "satisfies" }, { code: "SYS.2.07", strength: "contributes" }] });
    expect(of("A.5.1")).toMatchObject({ implementation: "not_yet", status: "not_yet_known", controls: [] });
    expect(of("A.8.30")).toMatchObject({ applicable: false, justification: "Nothing is developed by others." });
  });

  it("is issued in versions that later decisions do not change, with the same bytes each time", async () => {
    expect(await issueStatement(manager(), { frameworkKey })).toEqual({ version: 1 });
    world.clock.advance(1000);
    await decideApplicability(manager(), { frameworkKey, codes: ["A.8.30"], applicable: true, justification: "A supplier develops now." });
    expect(await issueStatement(manager(), { frameworkKey })).toEqual({ version: 2 });
    const [first, second] = await Promise.all([1, 2].map((version) => readStatement(manager(), { frameworkKey, version })));
    const excluded = (statement: typeof first) => statement!.content.lines.filter((one) => one.applicable === false).map((one) => one.code);
    expect([excluded(first), excluded(second)]).toEqual([["A.8.30"], []]);
    expect((await now()).issued.map((one) => one.version)).toEqual([2, 1]);
    const pdf = await statementPdf(first!.content, first!.sha256);
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect((await statementPdf(first!.content, first!.sha256)).equals(pdf)).toBe(true);
    const { sheet } = await readSpreadsheet(await bytesOf(statementXlsx(first!.content, first!.sha256)));
    expect(sheet.rows.find((row) => row.cells[1] === "A.8.30")?.cells.slice(1, 5)).toEqual(["A.8.30", expect.any(String), "Excluded", "Nothing is developed by others."]);
    expect(sheet.rows).toHaveLength(94);
  });

  it("is another organization's neither to read nor to decide", async () => {
    expect((await readApplicability(other.as("compliance_manager"), { frameworkKey })).counts.undecided).toBe(93);
    await expect(readStatement(other.as("compliance_manager"), { frameworkKey, version: 1 })).rejects.toMatchObject({ code: "not_found" });
    await expect(decideApplicability(world.as("control_owner"), { frameworkKey, codes: ["A.5.1"], applicable: true, justification: "Why." })).rejects.toMatchObject({ code: "forbidden" });
  });
});
