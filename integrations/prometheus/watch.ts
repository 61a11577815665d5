import { z } from "zod";
import { elementsOf, membersOf, type Collector, type Json, type Run } from "#lib/connector/index.ts";
import { askPrometheus, demandPrometheus, type Question } from "./client.ts";
import { redactAlertmanagers, redactConfiguration, redactTargets } from "./redact.ts";
import { transformWatch } from "./transform-watch.ts";

const listed = (name: string) => (data: Json): number => elementsOf(membersOf(data)[name]).length;

/** In this order, a page each. The first has to be answered. */
export const WATCH_QUESTIONS: readonly Question[] = [
  { path: "/api/v1/status/buildinfo", count: () => 1 },
  { path: "/api/v1/status/runtimeinfo", count: () => 1 },
  { path: "/api/v1/rules", parameters: { type: "alert" }, count: listed("groups") },
  { path: "/api/v1/targets", parameters: { state: "active" }, redact: redactTargets, count: listed("activeTargets") },
  { path: "/api/v1/alertmanagers", redact: redactAlertmanagers, count: listed("activeAlertmanagers") },
  { path: "/api/v1/status/config", redact: redactConfiguration, count: () => 1 },
];

const place = z.strictObject({ next: z.int().nonnegative() });

export const watch: Collector = {
  id: "watch", name: "Rules and targets",
  explains: "Alerting rules as they are loaded, what is scraped and whether it answers, and where alerts are sent.",
  yields: ["monitor", "resource", "coverage"], everyHours: 1, fullEveryDays: 0,
  async *collect(run: Run) {
    for (let next = run.resume === null ? 0 : place.parse(run.resume).next; next < WATCH_QUESTIONS.length; next += 1) {
      const question = WATCH_QUESTIONS[next];
      const answer = question === undefined ? null : await (next === 0 ? demandPrometheus : askPrometheus)(run, question);
      yield { answers: answer === null ? [] : [answer], resume: { next: next + 1 } };
    }
    return { cursor: null, announced: null, secondRoute: null };
  },
  transform: transformWatch,
};
