import { z } from "zod";
import { readItems, type Answer, type Collector, type Json, type Transformed } from "#lib/connector/index.ts";
import { listOf, objectOf, sha256, tagsOf, textOf, type JsonObject } from "./decoded.ts";
import { answerOf, tryAsk, walkPlaces, type Here, type Part, type Tried } from "./places.ts";
import { placeOf, resourceRow, tried } from "./rows.ts";

const instant = z.iso.datetime({ offset: true });
const OVERLAP_MS = 3_600_000;
/** CloudFormation keeps events of stacks for ninety days. */
const KEPT_MS = 90 * 86_400_000;

/** Values of parameters and outputs may hold secrets: their names are kept. */
function redacted(item: Json): JsonObject {
  const { Parameters: parameters, Outputs: outputs, ...stack } = objectOf(item);
  const names = (list: Json | undefined, key: string): Json[] => listOf(list).map((one) => ({ [key]: objectOf(one)[key] ?? null }));
  return { ...stack, Parameters: names(parameters, "ParameterKey"), Outputs: names(outputs, "OutputKey") };
}

/** Stacks page by page, without what may be secret of them. */
export async function* stackPages(here: Here, from: Json | null): AsyncGenerator<{ stacks: JsonObject[]; next: string | null }, void, void> {
  let next = textOf(from);
  do {
    const body: JsonObject = await here.ask("cloudformation", "DescribeStacks", next === null ? {} : { NextToken: next });
    next = textOf(body.NextToken);
    yield { stacks: listOf(body.Stacks).map(redacted), next };
  } while (next !== null);
}

const stacks: Part = {
  id: "stacks", where: "region",
  async *steps(here, from) {
    for await (const { stacks: page, next } of stackPages(here, from)) {
      const answers = [];
      for (const stack of page) {
        const name = textOf(stack.StackId) ?? "";
        const template = await tryAsk(here, "cloudformation", "GetTemplate", { StackName: name, TemplateStage: "Original" }, { scope: `${here.scope}/${textOf(stack.StackName) ?? ""}` });
        const text = "answer" in template ? textOf(template.answer.TemplateBody) : null;
        const kept: Json = "refused" in template ? template : { answer: text === null ? null : { sha256: sha256(text), characters: text.length } };
        answers.push(answerOf(here, "cloudformation:DescribeStacks+GetTemplate", { StackName: name }, { stack, template: kept }, 1));
      }
      yield { answers, next };
    }
  },
};

const events: Part = {
  id: "events", where: "region",
  async *steps(here, from) {
    for await (const { stacks: page, next } of stackPages(here, from)) {
      const answers = [];
      for (const stack of page) answers.push(answerOf(here, "cloudformation:DescribeStackEvents", { StackName: stack.StackId ?? null }, { StackEvents: await eventsOf(here, textOf(stack.StackId) ?? "", textOf(stack.StackName) ?? "") }, 1));
      yield { answers, next };
    }
  },
};

/** Newest first: until those that the last run has seen. Properties of resources may hold secrets, and are left out. */
async function eventsOf(here: Here, name: string, shown: string): Promise<Json[]> {
  const since = here.since === null ? here.run.window.until.getTime() - KEPT_MS : here.since - OVERLAP_MS;
  const found: JsonObject[] = [];
  let next: string | null = null;
  do {
    const page: Tried = await tryAsk(here, "cloudformation", "DescribeStackEvents", { StackName: name, ...(next === null ? {} : { NextToken: next }) }, { scope: `${here.scope}/${shown}` });
    if (!("answer" in page)) return found;
    const list: JsonObject[] = listOf(page.answer.StackEvents).map(objectOf).map(({ ResourceProperties: _, ...event }) => event as JsonObject);
    found.push(...list.filter(({ Timestamp }) => Date.parse(String(Timestamp)) >= since));
    next = list.some(({ Timestamp }) => Date.parse(String(Timestamp)) < since) ? null : textOf(page.answer.NextToken);
  } while (next !== null);
  return found;
}

const stack = z.object({
  StackId: z.string(), StackName: z.string(), StackStatus: z.string(), CreationTime: instant, LastUpdatedTime: instant.optional(), RoleARN: z.string().optional(), EnableTerminationProtection: z.boolean().optional(),
  DriftInformation: z.object({ StackDriftStatus: z.string(), LastCheckTimestamp: instant.optional() }).optional(), Tags: z.json().optional(),
});
const bundle = z.object({ stack, template: tried(z.object({ sha256: z.string(), characters: z.number() }).nullable()) });

function transformStacks(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems([answer.body], bundle, "", ({ stack: one, template }) => [resourceRow({
    type: "aws.cloudformation.stack", id: one.StackId, name: one.StackName, account, region, tags: tagsOf(one.Tags), createdAt: one.CreationTime,
    attributes: {
      status: one.StackStatus, updated_at: one.LastUpdatedTime ?? null, role: one.RoleARN ?? null, termination_protection: one.EnableTerminationProtection ?? null,
      drift: one.DriftInformation?.StackDriftStatus ?? null, drift_checked_at: one.DriftInformation?.LastCheckTimestamp ?? null, template_sha256: "answer" in template ? (template.answer?.sha256 ?? null) : null,
    },
  })]);
}

const event = z.object({ EventId: z.string(), StackName: z.string(), LogicalResourceId: z.string().optional(), ResourceType: z.string().optional(), ResourceStatus: z.string(), ResourceStatusReason: z.string().optional(), Timestamp: instant });

function transformEvents(answer: Answer): Transformed {
  return readItems(objectOf(answer.body).StackEvents, event, "/StackEvents", (one) => [{
    kind: "activity", externalId: one.EventId, scope: answer.scope, url: null, action: `stack:${one.ResourceStatus}`, at: one.Timestamp, by: null, target: `${one.StackName}/${one.LogicalResourceId ?? ""}`, succeeded: /FAILED/.test(one.ResourceStatus) ? false : /COMPLETE$/.test(one.ResourceStatus) ? true : null,
    attributes: { resource_type: one.ResourceType ?? null, reason: one.ResourceStatusReason ?? null },
  }]);
}

export const cloudFormationCollectors: readonly Collector[] = [
  { id: "cloudformation_stacks", name: "CloudFormation stacks", explains: "Infrastructure that is made from templates: each stack’s state, drift and the hash of its template.", yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [stacks]), transform: transformStacks },
  { id: "cloudformation_events", name: "Changes by CloudFormation", explains: "What was changed through templates, and when.", yields: ["activity"], everyHours: 24, fullEveryDays: 30, collect: (run) => walkPlaces(run, [events]), transform: transformEvents },
];
