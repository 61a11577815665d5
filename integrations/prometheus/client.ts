import { addressAt, askJson, askPart, CollectionFailure, elementsOf, membersOf, signInHeaders, type Answer, type Json, type JsonAnswered, type OutgoingRequest, type Run, type Session } from "#lib/connector/index.ts";

/** One question of Prometheus's HTTP API v1. */
export type Question = {
  path: string;
  parameters?: Readonly<Record<string, string>>;
  /** What is stored of its `data`: everything, unless something in it may be secret. */
  redact?(data: Json | undefined): Json;
  /** How many things its `data` holds. */
  count(data: Json): number;
};

export function requestOf(session: Pick<Session, "settings" | "credential">, { path, parameters = {} }: Question): OutgoingRequest {
  return { url: addressAt(session, path, parameters), headers: { ...signInHeaders(session), accept: "application/json" } };
}

/**
 * Asks one question as a part of a run.
 *
 * @returns null when it is denied or unknown to the server, which is then a gap
 * @throws CollectionFailure malformed, when the answer is not one of Prometheus; and what asking throws
 */
export async function askPrometheus(run: Run, question: Question): Promise<Answer | null> {
  const answer = await askPart(run, requestOf(run, question), operationOf(question));
  return answer && answerOf(run, question, answer);
}

/**
 * Asks what has to be answered: a server that does not is not taken for one with nothing in it.
 *
 * @throws CollectionFailure as `askPrometheus`; denied and misconfigured too
 */
export async function demandPrometheus(run: Run, question: Question): Promise<Answer> {
  return answerOf(run, question, await askJson(run.ask, requestOf(run, question), operationOf(question)));
}

const operationOf = ({ path }: Question): string => `GET ${path}`;

function answerOf(run: Run, question: Question, answer: JsonAnswered): Answer {
  const operation = operationOf(question);
  const { status, data, warnings } = membersOf(answer.body);
  if (status !== "success") throw new CollectionFailure("malformed", operation, `${operation} was not answered as Prometheus answers.`);
  // Servers that ask others (Thanos, federation) answer with what they got, and warn.
  for (const warning of elementsOf(warnings)) run.gap({ reason: "truncated", operation, scope: null, says: `The server warns: ${String(warning).slice(0, 500)}` });
  const body = question.redact === undefined ? (data ?? null) : question.redact(data);
  return { operation, parameters: question.parameters ?? {}, scope: null, body, items: question.count(body) };
}
