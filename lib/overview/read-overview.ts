import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { whoActsAt } from "#lib/acting/index.ts";
import { currentEngagement, type CurrentEngagement } from "#lib/engagements/index.ts";
import { countByStatus, isProven, provenPerDay, type ProvenDay, type StatusCount } from "#lib/evidence/index.ts";
import { freshnessByFramework, type FreshnessByFramework } from "#lib/freshness/index.ts";
import { listFrameworks, type FrameworkListRow } from "#lib/frameworks/index.ts";
import { owedFindings, owedOperations, owedPerformances, owedRequests, requestsNow } from "./owed-items.ts";
import { byUrgency, isLate, waitingOn, withStandIns, type OwedItem, type Waiting } from "./owed-work.ts";
import { brokenRuns, type BrokenRun } from "./overview.repository.ts";

/** Rows per list of the first screen; the lists themselves hold the rest. */
const SHOWN = 6;

export type Overview = {
  engagement: CurrentEngagement | null;
  requests: { total: number; proven: number; counts: StatusCount[] };
  /** Days of the engagement's period up to today; empty without an engagement. */
  days: ProvenDay[];
  late: { total: number; items: OwedItem[] };
  broken: { total: number; items: BrokenRun[] };
  waiting: { total: number; people: Waiting[] };
  frameworks: FrameworkListRow[];
  /** Against the objective, over the engagement's period or the quarter: of everything, and of each adopted framework. */
  freshness: FreshnessByFramework;
};

/** The manager's first screen: days to the end of the period, what is late, what is broken, who is waited for, how frameworks stand. */
export const readOverview = defineVerb({
  name: "overview.read",
  permission: "overview.read",
  effect: "read",
  input: z.strictObject({}),
  async run(args): Promise<Overview> {
    const { tx, scope, context, now } = args;
    const { organizationId } = context;
    const engagement = await currentEngagement(tx, scope, now);
    const requests = await requestsNow(tx, scope, now);
    const found = [...owedRequests(requests), ...(await owedPerformances(tx, scope, now)), ...(await owedFindings(tx, organizationId, now)), ...(await owedOperations(tx, organizationId))];
    const owed = byUrgency(withStandIns(found, await whoActsAt(tx, organizationId, now)), now);
    const late = owed.filter((item) => isLate(item, now));
    const waiting = waitingOn(owed, now);
    const broken = await brokenRuns(tx, organizationId, 1000);
    const frameworks = await listFrameworks.definition.run({ ...args, input: {} });
    const adopted = frameworks.filter((one) => one.adoption.state === "adopted").map((one) => one.key);
    return {
      engagement,
      requests: { total: requests.length, proven: requests.filter((request) => isProven(request.status)).length, counts: countByStatus(requests.map((request) => request.status)) },
      days: engagement === null ? [] : await provenPerDay(tx, scope, requests, engagement, now),
      late: { total: late.length, items: late.slice(0, SHOWN) },
      broken: { total: broken.length, items: broken.slice(0, SHOWN) },
      waiting: { total: owed.length, people: waiting.slice(0, SHOWN) },
      frameworks,
      freshness: await freshnessByFramework(tx, scope, adopted, now),
    };
  },
});
