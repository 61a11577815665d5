import { z } from "zod";
import { readItems, type Answer, type Collector, type Json, type Transformed } from "#lib/connector/index.ts";
import { stackPages } from "./cloudformation.ts";
import { listOf, objectOf, textOf, type JsonObject } from "./decoded.ts";
import { answerOf, tryAsk, walkPlaces, type Here, type Part, type Tried } from "./places.ts";
import { placeOf, resourceRow } from "./rows.ts";

const DRIFTS = "cloudformation:DescribeStackResourceDrifts";
const DETECT = "cloudformation:DetectStackDrift";
const instant = z.iso.datetime({ offset: true });
/** A detection is started when the last is so old: once a day, whatever the hour of the run. */
const STALE_MS = 20 * 3_600_000;
/** States in which a stack can be looked at (CloudFormation, detecting unmanaged changes). */
const SETTLED = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE"]);

/** What each property was and should be may be secret: which property differs, and how, is kept. */
function redacted(item: Json): JsonObject {
  const { ExpectedProperties: _, ActualProperties: __, PropertyDifferences: differences, ...drift } = objectOf(item);
  return { ...drift, PropertyDifferences: listOf(differences).map((one) => ({ PropertyPath: objectOf(one).PropertyPath ?? null, DifferenceType: objectOf(one).DifferenceType ?? null })) };
}

const drifts: Part = {
  id: "drifts", where: "region",
  async *steps(here, from) {
    for await (const { stacks, next } of stackPages(here, from)) {
      const answers: Answer[] = [];
      for (const stack of stacks) {
        const [id, name, found] = [textOf(stack.StackId) ?? "", textOf(stack.StackName) ?? "", objectOf(stack.DriftInformation)];
        // Of a stack that nobody looked at there is nothing to read.
        if (found.StackDriftStatus === "DRIFTED" || found.StackDriftStatus === "IN_SYNC") answers.push(answerOf(here, DRIFTS, { StackName: id }, { name, StackResourceDrifts: await driftsOf(here, id, name) }, 1));
        if (here.run.settings.drift === "start") answers.push(...(await start(here, stack)));
      }
      yield { answers, next };
    }
  },
};

async function driftsOf(here: Here, id: string, name: string): Promise<Json[]> {
  const found: JsonObject[] = [];
  let next: string | null = null;
  do {
    const page: Tried = await tryAsk(here, "cloudformation", "DescribeStackResourceDrifts", { StackName: id, MaxResults: 100, ...(next === null ? {} : { NextToken: next }) }, { scope: `${here.scope}/${name}` });
    if (!("answer" in page)) return found;
    found.push(...listOf(page.answer.StackResourceDrifts).map(redacted));
    next = textOf(page.answer.NextToken);
  } while (next !== null);
  return found;
}

/** Has CloudFormation look: the one thing of this connector that begins something. What it finds is read by the next run. */
async function start(here: Here, stack: JsonObject): Promise<Answer[]> {
  const [id, name] = [textOf(stack.StackId) ?? "", textOf(stack.StackName) ?? ""];
  const checked = Date.parse(textOf(objectOf(stack.DriftInformation).LastCheckTimestamp) ?? "");
  const fresh = here.run.window.until.getTime() - checked < STALE_MS;
  if (fresh || !SETTLED.has(textOf(stack.StackStatus) ?? "")) return [];
  const begun = await tryAsk(here, "cloudformation", "DetectStackDrift", { StackName: id }, { scope: `${here.scope}/${name}` });
  return "answer" in begun ? [answerOf(here, DETECT, { StackName: id }, { StackDriftDetectionId: begun.answer.StackDriftDetectionId ?? null }, 0)] : [];
}

const drift = z.object({
  StackId: z.string(), LogicalResourceId: z.string(), PhysicalResourceId: z.string().optional(), ResourceType: z.string(), StackResourceDriftStatus: z.string(), Timestamp: instant,
  PropertyDifferences: z.array(z.object({ PropertyPath: z.string(), DifferenceType: z.string() })),
});

function transform(answer: Answer): Transformed {
  // That a detection was begun is in the record of the run, and nothing of the account.
  if (answer.operation === DETECT) return { rows: [], unreadable: [] };
  const { account, region } = placeOf(answer);
  const { name, StackResourceDrifts: list } = objectOf(answer.body);
  return readItems(list, drift, "/StackResourceDrifts", (one) => [resourceRow({
    type: "aws.cloudformation.stack_resource", id: `${one.StackId}/${one.LogicalResourceId}`, name: `${String(name)}/${one.LogicalResourceId}`, account, region,
    attributes: {
      stack: one.StackId, resource_type: one.ResourceType, physical_id: one.PhysicalResourceId ?? null, drift: one.StackResourceDriftStatus, checked_at: one.Timestamp,
      differences: one.PropertyDifferences.map(({ PropertyPath, DifferenceType }) => `${PropertyPath} (${DifferenceType})`),
    },
  })]);
}

export const driftCollectors: readonly Collector[] = [{
  id: "cloudformation_drift", name: "Drift of stacks", explains: "Which resources of stacks are another than their templates say, and in which properties, when they were last looked at.",
  yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [drifts]), transform,
}];
