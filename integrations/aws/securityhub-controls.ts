import { z } from "zod";
import { readItems, type Answer, type Collector, type Transformed } from "#lib/connector/index.ts";
import { listOf, objectOf, textOf, type JsonObject } from "./decoded.ts";
import { answerOf, tryAsk, walkPlaces, type Here, type Part, type Tried } from "./places.ts";
import { placeOf, resourceRow } from "./rows.ts";

const STANDARDS = "securityhub:GetEnabledStandards";
const CONTROLS = "securityhub:DescribeStandardsControls";

/** Where Security Hub is off, asking for its standards says so: nothing is enabled, and the run is `disabled`. */
const standards: Part = {
  id: "standards", where: "region",
  async *steps(here, from) {
    let next = textOf(from);
    do {
      const body: JsonObject = await here.ask("securityhub", "GetEnabledStandards", { MaxResults: 100, ...(next === null ? {} : { NextToken: next }) });
      next = textOf(body.NextToken);
      const subscriptions = listOf(body.StandardsSubscriptions).map(objectOf);
      const answers = [answerOf(here, STANDARDS, {}, { StandardsSubscriptions: subscriptions }, subscriptions.length)];
      for (const { StandardsSubscriptionArn: arn } of subscriptions) answers.push(...(await controlsOf(here, textOf(arn) ?? "")));
      yield { answers, next };
    } while (next !== null);
  },
};

async function controlsOf(here: Here, subscription: string): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next: string | null = null;
  do {
    const page: Tried = await tryAsk(here, "securityhub", "DescribeStandardsControls", { StandardsSubscriptionArn: subscription, MaxResults: 100, ...(next === null ? {} : { NextToken: next }) });
    if (!("answer" in page)) return answers;
    answers.push(answerOf(here, CONTROLS, { StandardsSubscriptionArn: subscription }, page.answer, listOf(page.answer.Controls).length));
    next = textOf(page.answer.NextToken);
  } while (next !== null);
  return answers;
}

const standard = z.object({ StandardsSubscriptionArn: z.string(), StandardsArn: z.string(), StandardsStatus: z.string(), StandardsStatusReason: z.object({ StatusReasonCode: z.string() }).optional() });
const control = z.object({
  StandardsControlArn: z.string(), ControlId: z.string(), Title: z.string().optional(), ControlStatus: z.string(), DisabledReason: z.string().optional(), ControlStatusUpdatedAt: z.iso.datetime({ offset: true }).optional(), SeverityRating: z.string().optional(),
});

function transform(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  if (answer.operation === STANDARDS) return readItems(objectOf(answer.body).StandardsSubscriptions, standard, "/StandardsSubscriptions", (one) => [resourceRow({
    type: "aws.securityhub.standard", id: one.StandardsSubscriptionArn, name: one.StandardsArn.split(/[/:](?=standards\/|ruleset\/)/).at(-1) ?? one.StandardsArn, account, region,
    attributes: { standard: one.StandardsArn, status: one.StandardsStatus, reason: one.StandardsStatusReason?.StatusReasonCode ?? null },
  })]);
  return readItems(objectOf(answer.body).Controls, control, "/Controls", (one) => [resourceRow({
    type: "aws.securityhub.control", id: one.StandardsControlArn, name: one.Title === undefined ? one.ControlId : `${one.ControlId} ${one.Title}`, account, region,
    attributes: { control: one.ControlId, standard: objectOf(answer.parameters).StandardsSubscriptionArn ?? null, status: one.ControlStatus, disabled_reason: one.DisabledReason ?? null, changed_at: one.ControlStatusUpdatedAt ?? null, severity: one.SeverityRating ?? null },
  })]);
}

export const securityHubControlCollectors: readonly Collector[] = [{
  id: "securityhub_controls", name: "Standards of Security Hub", explains: "Which standards are held against the account, which of their controls are on, and why others were turned off.",
  yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [standards]), transform,
}];
