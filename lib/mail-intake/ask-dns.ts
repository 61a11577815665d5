import { Resolver } from "node:dns/promises";
import type { Resolve } from "#lib/connector/index.ts";
import { INTAKE_LIMITS, type IntakeLimits } from "./limits.ts";

/** Asks the machine's DNS servers, or those that are named. */
export function openResolve(servers: readonly string[]): Resolve {
  const resolver = new Resolver({ timeout: INTAKE_LIMITS.questionMs, tries: 1 });
  if (servers.length > 0) resolver.setServers([...servers]);
  return async (name, type) => (await resolver.resolve(name, type)) as string[] | string[][];
}

const unanswered = (): Error => Object.assign(new Error("queryTimeout"), { code: "ETIMEOUT" });

/**
 * The same for one message: each question once, so many in all, and so long. What is beyond is no answer, and no answer
 * proves nothing.
 */
export function askWithin(resolve: Resolve, { questions, questionMs, questionsMs }: Pick<IntakeLimits, "questions" | "questionMs" | "questionsMs"> = INTAKE_LIMITS): Resolve {
  const asked = new Map<string, Promise<string[] | string[][]>>();
  const until = performance.now() + questionsMs;
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const known = asked.get(key);
    if (known !== undefined) return known;
    const left = Math.min(questionMs, until - performance.now());
    if (asked.size >= questions || left <= 0) return Promise.reject(unanswered());
    const answer = withTime(resolve(name, type), left);
    asked.set(key, answer);
    return answer;
  };
}

async function withTime<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unanswered()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
