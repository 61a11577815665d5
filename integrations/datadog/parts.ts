import { z } from "zod";
import { askJson, askPart, CollectionFailure, type Answer, type Ended, type Json, type OutgoingRequest, type Page, type Run, type Session } from "#lib/connector/index.ts";

/** Where a list stands: how many things were passed over, or the vendor's own word for it. */
export type Place = { passed: number; cursor: string | null };

/** One question of many, with its own way to turn pages. */
export type Part = {
  /** As in answers. */
  operation: string;
  /** The address below the site's, the parameters at a place, and a body where it is asked by POST (which only reads). */
  ask(place: Place, run: Run): { path: string; parameters?: Readonly<Record<string, string>>; body?: Json };
  /** What is stored of it: only what is named. */
  redact(body: Json): Json;
  /** How many things are in an answer as it is stored. */
  count(body: Json): number;
  /** The vendor's word for the next page, in lists that have one; null at their end. Absent: the next page is behind what was passed. */
  cursorOf?(body: Json): string | null;
  /** A page that holds fewer is the last. */
  size: number;
};

export const BEGINNING: Place = { passed: 0, cursor: null };
const placeSchema = z.strictObject({ part: z.int().nonnegative(), passed: z.int().nonnegative(), cursor: z.string().nullable() });

const SITE = /^[a-z0-9.-]+$/;

export function requestOf(session: Pick<Session, "settings" | "credential">, { path, parameters = {}, body }: ReturnType<Part["ask"]>): OutgoingRequest {
  const { site = "" } = session.settings;
  if (!SITE.test(site)) throw new CollectionFailure("misconfigured", path, "There is no such site of Datadog.");
  const url = new URL(`https://api.${site}${path}`);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const headers = { "dd-api-key": session.credential.values.api_key ?? "", "dd-application-key": session.credential.values.application_key ?? "", accept: "application/json" };
  return body === undefined ? { url: url.href, headers } : { url: url.href, method: "POST", headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body), repeatable: true };
}

export const VALIDATE = { path: "/api/v1/validate" };

/**
 * Whether the API key counts at this site. A key of another site is refused with 403, as a missing permission is: only
 * this question, which needs none, tells them apart.
 *
 * @throws CollectionFailure credential_refused, and what asking throws
 */
export async function demandValidKey(session: Session): Promise<void> {
  try {
    await askJson(session.ask, requestOf(session, VALIDATE), "GET /api/v1/validate");
  } catch (error) {
    if (error instanceof CollectionFailure && error.kind === "denied") throw new CollectionFailure("credential_refused", error.operation, "The API key is refused: it is revoked, or of another site.", null, { cause: error });
    throw error;
  }
}

/** Asks all parts, page by page. What is denied is a gap, and the others are asked. */
export async function* collectParts(run: Run, parts: readonly Part[], ended: () => Ended): AsyncGenerator<Page, Ended, void> {
  await demandValidKey(run);
  let place = run.resume === null ? { part: 0, ...BEGINNING } : placeSchema.parse(run.resume);
  for (let part = parts[place.part]; part !== undefined; part = parts[place.part]) {
    const { part: index, ...at } = place;
    const question = part.ask(at, run);
    const answered = await askPart(run, requestOf(run, question), part.operation);
    const next = { part: index + 1, ...BEGINNING };
    if (answered === null) place = next;
    else {
      const body = part.redact(answered.body);
      const items = part.count(body);
      const cursor = part.cursorOf?.(answered.body) ?? null;
      // Lists with a word of their own end without one; the others with a page that is not full.
      const more = part.cursorOf === undefined ? items >= part.size : cursor !== null && cursor !== at.cursor && items > 0;
      place = more ? { part: index, passed: at.passed + items, cursor } : next;
      yield { answers: [answerOf(part, question, body, items)], resume: place };
      continue;
    }
    yield { answers: [], resume: place };
  }
  return ended();
}

function answerOf({ operation }: Part, { parameters = {}, body: asked }: ReturnType<Part["ask"]>, body: Json, items: number): Answer {
  return { operation, parameters: asked === undefined ? parameters : { ...parameters, body: asked }, scope: null, body, items };
}
