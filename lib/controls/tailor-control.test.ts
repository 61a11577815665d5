import { beforeAll, describe, expect, it } from "vitest";
import { SYSTEM_KIND_NAMES, type SystemKind } from "#lib/systems/client.ts";
import type { SystemAnswers } from "#lib/systems/index.ts";
import type { LibraryControl } from "./library-input.ts";
import { shippedLibrary } from "./shipped-library.ts";
import { tailorControl } from "./tailor-control.ts";

let library: readonly LibraryControl[];
beforeAll(async () => {
  library = await shippedLibrary();
});

const nothingRun: SystemAnswers = Object.fromEntries(SYSTEM_KIND_NAMES.map((kind) => [kind, []]));
const named = (code: string): LibraryControl => library.find((one) => one.code === code)!;
const request = (code: string, key: string, answers: SystemAnswers) => tailorControl(named(code), answers).control.evidenceRequests.find((one) => one.key === key);

describe("evidence requests that suit what an organization runs", () => {
  it("names the systems, and where in them the record lies", () => {
    const asked = request("SYS.1.01", "collection-process", { cloud: ["aws"], siem: ["Humio"] });
    expect(asked?.title).toBe("How logs are collected (Humio, AWS)");
    expect(asked?.asks).toMatch(/\n\nTake it from: the sources that send to Humio; CloudTrail trail status of your AWS accounts\.$/);
  });

  it("leaves out what only absent systems could answer, and says why", () => {
    const { control, leftOut } = tailorControl(named("SYS.4.01"), { scanner: [] });
    expect(leftOut.map(({ key, why }) => [key, why])).toEqual([["scan-coverage", "You have no scanner."], ["weaknesses", "You have no scanner."]]);
    expect(control.evidenceRequests.map((one) => one.key)).toEqual(["threat-notes"]);
    expect(tailorControl(named("CHG.2.02"), { code: [], scanner: [] }).leftOut[0]?.why).toBe("You have no code hosting and no scanner.");
  });

  it("asks in general words where nothing is known: unknown is apart from none", () => {
    expect(library.map((one) => tailorControl(one, {}))).toEqual(library.map((control) => ({ control, leftOut: [] })));
    expect(request("CHG.2.02", "analysis-results", { scanner: [] })?.title).toBe("What they found");
  });

  it("never leaves a control without a request, whatever is not run", () => {
    const bare = library.filter((one) => tailorControl(one, nothingRun).control.evidenceRequests.length === 0).map((one) => one.code);
    expect(bare).toEqual([]);
  });

  it("names no system of a kind that is not run, in the whole library", () => {
    const answers: SystemAnswers = { ...nothingRun, cloud: ["aws"] };
    const texts = library.flatMap((one) => tailorControl(one, answers).control.evidenceRequests).filter((one) => one.asks.includes("Take it from:"));
    expect(texts.length).toBeGreaterThan(10);
    for (const { asks } of texts) expect(asks.split("Take it from:")[1]).toMatch(/^( [^;]*AWS[^;]*[;.])+$/);
  });

  it("keeps a title within its bound however many systems there are", () => {
    const many = Array.from({ length: 20 }, (_, index) => `${"A system with a long name ".repeat(2)}${index}`.slice(0, 60));
    const everything = Object.fromEntries(SYSTEM_KIND_NAMES.map((kind): [SystemKind, string[]] => [kind, many]));
    const longest = Math.max(...library.flatMap((one) => tailorControl(one, everything).control.evidenceRequests.map(({ title }) => title.length)));
    expect(longest).toBeLessThanOrEqual(280);
  });
});
