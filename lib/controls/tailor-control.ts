import { kindFacts, recordPlace, systemName, type SystemKind } from "#lib/systems/client.ts";
import type { SystemAnswers } from "#lib/systems/index.ts";
import type { LibraryControl } from "./library-input.ts";

type Request = LibraryControl["evidenceRequests"][number];

/** A request of the library that is not asked, and why: "You have no scanner." */
export type LeftOutRequest = { code: string; key: string; title: string; why: string };

/** Names in a title; the text below it has all. */
const NAMES_SHOWN = 3;

type Answerer = { kind: SystemKind; record: string };

/**
 * A control of the library as it suits what an organization runs: requests that only absent systems could answer are left
 * out, the others name the systems. Where nothing is known of a kind, its requests are asked as the library words them.
 */
export function tailorControl(control: LibraryControl, answers: SystemAnswers): { control: LibraryControl; leftOut: LeftOutRequest[] } {
  const leftOut: LeftOutRequest[] = [];
  const evidenceRequests = control.evidenceRequests.flatMap((request) => {
    const answerers = request.answeredBy.filter((one) => one !== "people").map(answererOf);
    const absent = [...new Set(answerers.map(({ kind }) => kind))].filter((kind) => answers[kind]?.length === 0);
    const present = answerers.flatMap(({ kind, record }) => (answers[kind] ?? []).map((key) => ({ kind, record, key })));
    const someUnknown = answerers.some(({ kind }) => answers[kind] === undefined);
    if (answerers.length > 0 && present.length === 0 && !someUnknown && !request.answeredBy.includes("people")) {
      leftOut.push({ code: control.code, key: request.key, title: request.title, why: `You have ${listOf(absent.map((kind) => kindFacts(kind).absent))}.` });
      return [];
    }
    return [present.length === 0 ? request : named(request, present)];
  });
  return { control: { ...control, evidenceRequests }, leftOut };
}

function answererOf(answerer: string): Answerer {
  const dot = answerer.indexOf(".");
  return { kind: answerer.slice(0, dot) as SystemKind, record: answerer.slice(dot + 1) };
}

function named(request: Request, present: readonly (Answerer & { key: string })[]): Request {
  const names = [...new Set(present.map(({ kind, key }) => systemName(kind, key)))];
  const rest = names.length - NAMES_SHOWN;
  const shown = rest > 0 ? [...names.slice(0, NAMES_SHOWN), `${rest} more`] : names;
  const places = [...new Set(present.map(({ kind, record, key }) => recordPlace(kind, record, key)))];
  return { ...request, title: `${request.title} (${shown.join(", ")})`, asks: `${request.asks}\n\nTake it from: ${places.join("; ")}.` };
}

function listOf(words: readonly string[]): string {
  return words.length < 3 ? words.join(" and ") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
