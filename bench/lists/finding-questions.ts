import { encodeCursor } from "#lib/access/index.ts";
import { countStandingFindings, listFindings, readFinding } from "#lib/findings/index.ts";
import { findTexts } from "#lib/navigation/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Questions } from "./questions.ts";

type Filter = Parameters<typeof listFindings>[1];

const FILTERS: Readonly<Record<string, Filter>> = {
  "no filter": {}, open: { status: ["open"] }, closed: { status: ["closed"] }, "risk accepted": { status: ["risk_accepted"] }, standing: { standing: true }, late: { late: true },
  critical: { severity: "critical" }, "critical, open": { severity: "critical", status: ["open"] }, source: { source: "log_source" }, owner: { ownerMemberId: "mem_7" }, "owner, absent": { ownerMemberId: "mem_none" },
  control: { controlCode: "SYS.2.07" }, "control, standing": { controlCode: "SYS.2.07", standing: true }, requirement: { requirement: { frameworkKey: "soc2-tsc-2017", code: "CC7.2" }, standing: true },
  "word, frequent": { text: "host" }, "word, rare": { text: "w1999" }, "words, nothing": { text: "zebra" }, "by due date": { order: "due" }, "by due date, open": { order: "due", status: ["open"] },
};

/** The register in each of its filters, first and middle page; what stands against controls and requirements; texts. */
export async function findingQuestions(person: Context, name: string): Promise<Questions> {
  const [first] = (await listFindings(person, {})).rows;
  const middle = encodeCursor([50_000, first?.dueOn ?? "2026-01-01"]);
  const codes = ["SYS.1.01", "SYS.2.07"];
  return [
    ...Object.entries(FILTERS).flatMap(([filter, input]): Questions => [
      [`${name}, ${filter}, first page`, () => listFindings(person, input)],
      [`${name}, ${filter}, middle page`, () => listFindings(person, { ...input, cursor: middle })],
    ]),
    [`${name}, standing against controls`, () => countStandingFindings(person, { subjects: codes.map((code) => ({ key: code, controlCodes: [code] })) })],
    [`${name}, standing against requirements`, () => countStandingFindings(person, { frameworkKey: "soc2-tsc-2017", subjects: ["CC7.2", "CC7.3", "CC4.2", "CC6.1"].map((key) => ({ key, controlCodes: codes })) })],
    [`${name}, texts, frequent`, () => findTexts(person, { text: "hosts", kind: "finding" })],
    [`${name}, texts, rare`, () => findTexts(person, { text: "w1999", kind: "finding" })],
    ...(first === undefined ? [] : [[`${name}, one`, () => readFinding(person, { findingId: first.id })] satisfies Questions[number]]),
  ];
}
