import { z } from "zod";
import { readItems, type Answer, type Collector, type Json, type Transformed } from "#lib/connector/index.ts";
import { listOf, objectOf, textOf, type JsonObject } from "./decoded.ts";
import { answerOf, tryAsk, walkPlaces, type Here, type Part, type Tried } from "./places.ts";
import { placeOf, resourceRow, tried } from "./rows.ts";

const topics: Part = {
  id: "topics", where: "region",
  async *steps(here, from) {
    let next = textOf(from);
    do {
      const body: JsonObject = await here.ask("sns", "ListTopics", next === null ? {} : { NextToken: next });
      next = textOf(body.NextToken);
      const answers = [];
      for (const topic of listOf(body.Topics)) {
        const arn = textOf(objectOf(topic).TopicArn) ?? "";
        answers.push(answerOf(here, "sns:ListSubscriptionsByTopic", { TopicArn: arn }, { topic, subscriptions: await subscriptionsOf(here, arn) }, 1));
      }
      yield { answers, next };
    } while (next !== null);
  },
};

async function subscriptionsOf(here: Here, arn: string): Promise<Tried> {
  const all: Json[] = [];
  let next: string | null = null;
  do {
    const page: Tried = await tryAsk(here, "sns", "ListSubscriptionsByTopic", { TopicArn: arn, ...(next === null ? {} : { NextToken: next }) }, { scope: `${here.scope}/${arn.split(":").at(-1) ?? ""}` });
    if (!("answer" in page)) return page;
    all.push(...listOf(page.answer.Subscriptions).map(redacted));
    next = textOf(page.answer.NextToken);
  } while (next !== null);
  return { answer: { Subscriptions: all } };
}

/** Addresses of webhooks carry their secret in path and query: their host is kept. */
function redacted(item: Json): Json {
  const one = objectOf(item);
  const endpoint = textOf(one.Endpoint);
  return endpoint !== null && /^https?:/.test(endpoint) ? { ...one, Endpoint: URL.canParse(endpoint) ? `${new URL(endpoint).origin}/hidden` : "hidden" } : one;
}

const subscription = z.object({ SubscriptionArn: z.string(), Protocol: z.string(), Endpoint: z.string().optional() });
const bundle = z.object({ topic: z.object({ TopicArn: z.string() }), subscriptions: tried(z.object({ Subscriptions: z.array(subscription) })) });

function transformTopics(answer: Answer): Transformed {
  const { account, region } = placeOf(answer);
  return readItems([answer.body], bundle, "", ({ topic: { TopicArn }, subscriptions }) => {
    const found = "answer" in subscriptions ? subscriptions.answer.Subscriptions : null;
    const confirmed = found?.filter(({ SubscriptionArn }) => SubscriptionArn.startsWith("arn:")) ?? null;
    return [resourceRow({
      type: "aws.sns.topic", id: TopicArn, name: TopicArn.split(":").at(-1) ?? TopicArn, account, region,
      attributes: { confirmed: confirmed?.length ?? null, pending: found?.filter(({ SubscriptionArn }) => SubscriptionArn === "PendingConfirmation").length ?? null, tells: confirmed?.map(({ Protocol, Endpoint }) => `${Protocol}:${Endpoint ?? ""}`) ?? null },
    })];
  });
}

export const snsCollectors: readonly Collector[] = [{
  id: "sns_topics", name: "SNS subscriptions", explains: "Who is told by the topics that alarms go to: a subscription that is not confirmed tells nobody.",
  yields: ["resource"], everyHours: 24, fullEveryDays: 0, collect: (run) => walkPlaces(run, [topics]), transform: transformTopics,
}];
