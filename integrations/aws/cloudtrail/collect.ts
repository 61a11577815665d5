import type { Collector, Json } from "#lib/connector/index.ts";
import { listOf, objectOf, textOf, withoutSecrets, type JsonObject } from "../decoded.ts";
import { answerOf, pagesOf, tryAsk, walkPlaces, type Here, type Part } from "../places.ts";
import { transformEvents, transformTrails } from "./transform.ts";

/** How far back LookupEvents looks. */
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;
/** Events appear up to some minutes late. */
const OVERLAP_MS = 60 * 60_000;

const trails: Part = {
  id: "trails", where: "region",
  async *steps(here) {
    // Shadows too: trails of other regions and of the organisation that log this region.
    const body = await here.ask("cloudtrail", "DescribeTrails", { includeShadowTrails: true });
    const found = listOf(body.trailList).map(objectOf);
    const own = found.filter(({ HomeRegion }) => HomeRegion === here.region || (here.region === here.aws.home && !here.aws.regions.includes(String(HomeRegion))));
    const answers = [answerOf(here, "cloudtrail:DescribeTrails", { includeShadowTrails: true }, body, found.length)];
    for (const trail of own) {
      const [name, region] = [textOf(trail.TrailARN) ?? "", textOf(trail.HomeRegion) ?? here.region];
      const scope = `${here.account.id}/${region}/${textOf(trail.Name) ?? ""}`;
      const [status, selectors] = [
        await tryAsk(here, "cloudtrail", "GetTrailStatus", { Name: name }, { region, scope }),
        await tryAsk(here, "cloudtrail", "GetEventSelectors", { TrailName: name }, { region, scope }),
      ];
      answers.push(answerOf(here, "cloudtrail:GetTrailStatus+GetEventSelectors", { Name: name }, { trail, status, selectors }, 1));
    }
    yield { answers, next: null };
  },
};

/** What turns logging off, changes it, or turns it on again. */
const CHANGES = ["StopLogging", "StartLogging", "DeleteTrail", "CreateTrail", "UpdateTrail", "PutEventSelectors"];

const changes: Part[] = CHANGES.map((name) => ({
  id: `changes-${name}`, where: "region",
  async *steps(here, from) {
    yield* pagesOf(here, {
      service: "cloudtrail", operation: "LookupEvents", input: { LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: name }], StartTime: sinceOf(here), EndTime: here.run.window.until, MaxResults: 50 },
      token: { asked: "NextToken", answered: "NextToken", list: "Events" }, redact: redactEvents,
    }, from);
  },
}));

function sinceOf({ run, gap, scope, since }: Here): Date {
  const oldest = run.window.until.getTime() - KEPT_DAYS * DAY_MS;
  const { from } = run.window;
  if (from !== null && from.getTime() < oldest && run.resume === null) gap("truncated", "cloudtrail:LookupEvents", `AWS keeps events for ${KEPT_DAYS} days: those before ${new Date(oldest).toISOString()} cannot be asked for.`, scope);
  return new Date(Math.max(oldest, from?.getTime() ?? oldest, since === null ? oldest : since - OVERLAP_MS));
}

const KEPT = ["eventID", "eventTime", "eventName", "eventSource", "awsRegion", "userIdentity", "sourceIPAddress", "userAgent", "errorCode", "errorMessage", "requestParameters", "recipientAccountId", "readOnly"];

/** Of an event's body: who did what, from where. What came back and what sounds secret is left out. */
function redactEvents(body: JsonObject): JsonObject {
  return { ...body, Events: listOf(body.Events).map((item): Json => {
    const { AccessKeyId: key, ...event } = objectOf(item);
    const known: JsonObject = key === undefined ? event : { ...event, AccessKeyId: "hidden" };
    return { ...known, CloudTrailEvent: eventOf(textOf(event.CloudTrailEvent)) };
  }) };
}

function eventOf(text: string | null): Json {
  if (text === null) return null;
  try {
    const event = objectOf(JSON.parse(text) as Json);
    return withoutSecrets(Object.fromEntries(KEPT.flatMap((name) => (event[name] === undefined ? [] : [[name, event[name]]]))));
  } catch (error) {
    // Unreadable is said by the transform, where it is counted.
    return error instanceof SyntaxError ? "unreadable" : String(error);
  }
}

export const cloudTrailCollectors: readonly Collector[] = [
  {
    id: "cloudtrail_trails", name: "CloudTrail", explains: "Trails, whether they log, deliver and can be validated, and what they record: that what happens in the accounts is logged.",
    yields: ["resource"], everyHours: 6, fullEveryDays: 0, collect: (run) => walkPlaces(run, [trails]), transform: transformTrails,
  },
  {
    id: "cloudtrail_changes", name: "Changes to CloudTrail", explains: "Who stopped, started, changed or deleted a trail in the last 90 days: that logging was not interrupted.",
    yields: ["activity"], everyHours: 24, fullEveryDays: 30, collect: (run) => walkPlaces(run, changes), transform: transformEvents,
  },
];
