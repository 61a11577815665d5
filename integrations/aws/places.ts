import { z } from "zod";
import { CollectionFailure, cursorOfParts, partsKept, sinceOfPart, type Answer, type Ended, type GapReason, type Json, type Page, type Run } from "#lib/connector/index.ts";
import { openAws, type Account, type Aws } from "./client.ts";
import { decoded, listOf, textOf, type JsonObject } from "./decoded.ts";
import { Refusal } from "./refusals.ts";
import type { InputOf, OperationOf, Service } from "./packages.ts";

/** One account in one region, while it is asked. */
export type Here = {
  account: Account;
  region: string;
  run: Run;
  aws: Aws;
  /** As answers and gaps name it: `123456789012/eu-west-1`. */
  scope: string;
  /** When the last run that was complete here ended, in milliseconds; null when everything is asked for. */
  since: number | null;
  ask<S extends Service, O extends OperationOf<S>>(service: S, operation: O, input: InputOf<S, O>, region?: string): Promise<JsonObject>;
  gap(reason: GapReason, operation: string, says: string, scope?: string): void;
};

/** What was asked before a commit, and where the part goes on after it; null when it is at its end. */
export type Step = { answers: readonly Answer[]; next: Json | null };

/** One line of questions, asked in each region, or once for an account. */
export type Part = { id: string; where: "region" | "account"; steps(here: Here, from: Json | null): AsyncGenerator<Step, void, void> };

/** The place behind the last: an attempt that was cut off there asks nothing twice. */
const BEHIND = "\uffff";
const resumed = z.object({ place: z.string(), from: z.json(), places: z.string() }).nullable();

/**
 * Walks through accounts, regions and parts. What one of them refuses is a gap of its own, and the others are asked:
 * a service that is off is `disabled`, a region that is off `not_enabled`, neither an empty list.
 */
export async function* walkPlaces(run: Run, parts: readonly Part[]): AsyncGenerator<Page, Ended, void> {
  const aws = await openAws(run);
  const places = aws.accounts.flatMap((account) => aws.regions.flatMap((region) => parts
    .filter(({ where }) => where === "region" || region === aws.home).map((part) => ({ name: `${account.id}/${region}/${part.id}`, scope: part.where === "account" ? account.id : `${account.id}/${region}`, account, region, part }))));
  const resume = resumed.parse(run.resume);
  // Where settings changed since, the place is gone, and the run begins anew.
  const start = resume?.place === BEHIND ? places.length : Math.max(0, places.findIndex(({ name }) => name === resume?.place));
  const kept = partsKept(places.map(({ name }) => name), resume?.places ?? null);
  const [closed, visited] = [new Set<string>(), new Set<string>()];
  for (const [index, { name, scope, account, region, part }] of places.entries()) {
    if (index >= start) visited.add(scope);
    if (index < start || closed.has(account.id) || closed.has(`${account.id}/${region}`)) continue;
    const here: Here = {
      account, region, run, aws, scope, since: instantOf(sinceOfPart(run, scope)),
      ask: (service, operation, input, elsewhere = region) => aws.ask(account, elsewhere, service, operation, input),
      gap: (reason, operation, says, inner = scope) => { run.gap({ reason, operation, scope: inner, says }); },
    };
    const from = name === resume?.place ? resume.from : null;
    const following = places[index + 1]?.name;
    const go = { here, part, from, after: { place: following ?? BEHIND, from: null, places: kept }, at: (next: Json) => ({ place: name, from: next, places: kept }) };
    const shut = yield* walkPart(go);
    if (shut !== null) closed.add(shut);
  }
  const names = [...new Set(places.map(({ scope }) => scope))];
  return { cursor: cursorOfParts(run, { names, kept, visited }, run.window.until.toISOString()), announced: null, secondRoute: null };
}

const instantOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));

/** @returns what is closed for the rest of the run: an account, a region of it, or nothing */
async function* walkPart({ here, part, from, after, at }: { here: Here; part: Part; from: Json | null; after: Json; at(next: Json): Json }): AsyncGenerator<Page, string | null, void> {
  try {
    for await (const { answers, next } of part.steps(here, from)) yield { answers, resume: next === null ? after : at(next) };
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const shut = error.operation === "sts:AssumeRole" ? here.account.id : error.reason === "not_enabled" ? `${here.account.id}/${here.region}` : null;
    here.gap(error.reason, error.operation, error.message, shut ?? here.scope);
    return shut;
  }
}

/** An answer as it is stored. */
export function answerOf(here: Here, operation: string, parameters: Json, body: Json, items: number, scope = here.scope): Answer {
  return { operation, parameters, scope, body, items };
}

type Paged<S extends Service, O extends OperationOf<S>> = {
  service: S; operation: O; input: Omit<InputOf<S, O>, never>;
  /** Names of the token in question and answer, and of the list that it pages. */
  token: { asked: string; answered: string; list: string };
  /** What is stored of an answer: nothing secret. */
  redact?(body: JsonObject): JsonObject;
};

/** Follows one operation's tokens; each page is committed by itself. A token that comes twice would never end. */
export async function* pagesOf<S extends Service, O extends OperationOf<S>>(here: Here, { service, operation, input, token, redact }: Paged<S, O>, from: Json | null): AsyncGenerator<Step, void, void> {
  const named = `${service}:${operation}`;
  const met = new Set<string>();
  let next = textOf(from);
  do {
    const body: JsonObject = await here.ask(service, operation, { ...input, ...(next === null ? {} : { [token.asked]: next }) } as unknown as InputOf<S, O>);
    next = textOf(body[token.answered]);
    if (next !== null && met.has(next)) throw new CollectionFailure("malformed", named, "AWS gave the same page twice.");
    if (next !== null) met.add(next);
    yield { answers: [answerOf(here, named, decoded(input), redact?.(body) ?? body, listOf(body[token.list]).length)], next };
  } while (next !== null);
}

/** What came of one question among several: its answer, or AWS's word for having none. */
export type Tried = { answer: JsonObject } | { refused: string };

/** Asks what may be refused without hiding the rest. `none` are the codes that mean: there is none. */
export async function tryAsk<S extends Service, O extends OperationOf<S>>(here: Here, service: S, operation: O, input: InputOf<S, O>, { none = [], region, scope }: { none?: readonly string[]; region?: string; scope?: string } = {}): Promise<Tried> {
  try {
    return { answer: await here.ask(service, operation, input, region) };
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason === "not_enabled" || error.operation === "sts:AssumeRole") throw error;
    if (!none.includes(error.code)) here.gap(error.reason, error.operation, error.message, scope);
    return { refused: error.code };
  }
}
