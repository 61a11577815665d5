import { encodeCursor } from "#lib/access/index.ts";
import { listCollections } from "#lib/connections/index.ts";
import { listObjects, readPopulation } from "#lib/inventory/index.ts";
import type { Context } from "#lib/platform/context.ts";
import type { Questions } from "./questions.ts";

type Input = Parameters<typeof listObjects>[1];
type Kind = Input["kind"];

/** Words that many things have, that few have, that one has and that none has. */
const WORDS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  ticket: ["unusual sign", "host-77", "SEC-123456", "unusual host-4999", "nowhere"], vulnerability: ["library", "CVE-2026-12345", "host-00077", "lib77 input", "nowhere"], resource: ["prod", "host-0012345", "host-00123", "nowhere"],
  vendor_alert: ["hostdown", "host-4321", "hostdown 77", "nowhere"], message: ["firing", "alerts7", "firing 123456", "nowhere"],
};

/** Lists of what was collected, in each of their filters, and found by words. */
export function collectedQuestions(person: Context): Questions {
  const middle = encodeCursor([Date.now() - 183 * 86_400_000, ""]);
  const ofKinds = (Object.keys(WORDS) as Kind[]).flatMap((kind): Questions => {
    const filters: Record<string, Input> = { "no filter": { kind }, open: { kind, open: true }, "not open": { kind, open: false }, connection: { kind, connectionId: "con_2" }, severity: { kind, severity: "high" }, "severity, open": { kind, severity: "critical", open: true } };
    for (const text of WORDS[kind] ?? []) {
      filters[`text ${text}`] = { kind, text };
      filters[`text ${text}, open`] = { kind, text, open: true };
    }
    return Object.entries(filters).flatMap(([name, input]): Questions => [
      [`collected ${kind}, ${name}, first page`, () => listObjects(person, input)], [`collected ${kind}, ${name}, middle page`, () => listObjects(person, { ...input, cursor: middle })], [`collected ${kind}, ${name}, counted`, () => readPopulation(person, input)],
    ]);
  });
  const runs: Record<string, Parameters<typeof listCollections>[1]> = { "no filter": {}, connection: { connectionId: "con_2" }, failed: { completeness: "failed" }, "connection, partial": { connectionId: "con_4", completeness: "partial" }, "connection, collector": { connectionId: "con_1", collector: "tickets" } };
  return [...ofKinds, ...Object.entries(runs).map(([name, input]): Questions[number] => [`collected runs, ${name}`, () => listCollections(person, input)])];
}
