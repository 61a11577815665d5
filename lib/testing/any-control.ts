import fc from "fast-check";
import { plain } from "#lib/control-files/control-file.ts";
import { instantText, type FileControl } from "#lib/control-files/file-control.ts";

/** Texts with what a file could take for its own: headings, fences, quotes, line ends, letters of any script. */
const prose = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("## Statement", "\\## Scope", "---", "```", "# x", "- a: b", "'", '"', "", "  indented")), { maxLength: 8 })
  .map((lines) => plain(lines.join("\n").replace(/[^\P{Cc}\n\t]/gu, "")));
const word = fc.string({ unit: "grapheme", minLength: 1 }).map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "").trim()).filter((text) => text !== "");
const steps = (letter: string) => fc.uniqueArray(fc.record({ key: fc.integer({ min: 1, max: 99 }).map((number) => `${letter}${number}`), does: word, population: fc.option(word), sample: fc.option(word), deviation: word }), { selector: (one) => one.key, maxLength: 4 });
const instant = fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }).map(instantText);
const retired = fc.record({ from: instant, reason: prose.filter((text) => text !== ""), successor: fc.constantFrom("NEXT-1", null) });

/** A control with texts that try what a file is made of. */
export const anyControl: fc.Arbitrary<FileControl> = fc.record({
  code: fc.stringMatching(/^[A-Z]{2,4}\.\d{1,2}\.\d{1,3}$/),
  title: word,
  kind: fc.constantFrom("manual", "automated"),
  frequency: fc.constantFrom("daily", "quarterly", "annual"),
  trigger: fc.option(prose.filter((text) => text !== "")),
  ownerTeam: word,
  criticality: fc.constantFrom("low", "high", "critical", null),
  effectiveFrom: fc.option(instant),
  retired: fc.option(retired),
  processOwners: fc.array(word, { maxLength: 3 }),
  mappings: fc.uniqueArray(fc.record({ framework: fc.constantFrom("soc2-tsc-2017", "pci-dss-4.0.1"), requirement: fc.constantFrom("CC2.1", "CC10.1", "10.10", "1"), relation: fc.constantFrom("satisfies", "contributes"), origin: fc.constantFrom("ours", "customer"), rationale: prose }), { selector: (one) => `${one.framework} ${one.requirement}` }),
  evidenceRequests: fc.uniqueArray(fc.record({ key: fc.constantFrom("a", "own-1", "b"), title: word, asks: prose, freshnessDays: fc.integer({ min: 1, max: 3_660 }), accepts: fc.constantFrom(["upload" as const], ["note" as const, "alert" as const]), answeredBy: fc.constant([]) }), { selector: (one) => one.key }),
  statement: prose.filter((text) => text !== ""),
  context: prose,
  scope: prose,
  guidance: prose,
  howTested: prose,
  designTest: steps("D"),
  operatingTest: steps("O"),
  whySufficient: prose,
  auditorValidates: prose,
  privateLinks: prose,
});
