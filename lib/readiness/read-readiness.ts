import { z } from "zod";
import { dayInput, defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { newestAccepted } from "#lib/controls/index.ts";
import { isProven, localDays, requestStatus, sumDays, type FreshnessDays } from "#lib/evidence/client.ts";
import { damagedAnswers } from "#lib/evidence/index.ts";
import { measureControls, togetherOf, type FreshnessFrame, type MeasuredFreshness } from "#lib/freshness/index.ts";
import { readFramework, requestFactsAt, requestsAsOf, type FrameworkPage, type PastRequest } from "#lib/frameworks/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import { dayOf, periodInstants } from "#lib/platform/zoned-time.ts";
import { settingAt } from "#lib/settings/index.ts";
import type { Status } from "#lib/status/client.ts";
import type { Damage } from "#lib/stored-files/client.ts";
import { aheadOf, burnPoints, type BurnDay } from "./burn-down.ts";
import { burnedDown } from "./burn-down.repository.ts";
import { NAMED } from "./limits.ts";
import { readinessFrame } from "./readiness-frame.ts";

/** How one requirement stands: now, over the period, by what, and what is not known of it. */
export type ReadinessRow = {
  code: string;
  title: string;
  group: string;
  status: Status;
  gap: "unmapped" | "only_contributed" | null;
  controls: string[];
  /** Evidence requests of its controls, and how many of them are proven now. */
  requests: number;
  proven: number;
  /** Days of those requests that are over, and how many of them were proven. */
  provenDays: number;
  endedDays: number;
  /** The newest evidence behind it, as numbers. */
  provenBy: number[];
  /** Accepted evidence behind it whose file is not whole where it is stored, as numbers. What was accepted of it still counts. */
  damaged: { number: number; found: Damage }[];
  /** Requests for which nothing was ever accepted, a few by name. */
  notKnown: { count: number; named: string[] };
};

export type ReadinessPage = FreshnessFrame & {
  framework: FrameworkPage["framework"];
  counts: FrameworkPage["counts"];
  together: MeasuredFreshness;
  /** Requests of the controls that are mapped, as they stand now. */
  requests: { total: number; proven: number; unknown: number };
  burnDown: BurnDay[];
  /** The first day of the period's zone that is not over. */
  today: string;
  rows: ReadinessRow[];
};

type Asked = PastRequest & { lastGoodAt: Date | null; freshUntil: Date | null; status: Status; code: string; days: FreshnessDays | undefined; newest: number | null; damaged: { number: number; found: Damage }[] };

/**
 * How ready an organization is for one edition in a period: of each requirement whether it is proven now, by what, on which
 * share of the days that are over, and what nothing is known of; and how that went day by day, by what was known on each.
 * The controls that are mapped today count. Nothing that is unknown counts as good.
 *
 * @throws AppError not_found; validation for a period that is empty or too long
 */
export const readReadinessOf = defineVerb({
  name: "readiness.read",
  permission: "mappings.read",
  effect: "read",
  input: z.strictObject({ key: z.string().min(1).max(64), period: z.strictObject({ firstDay: dayInput, lastDay: dayInput }).optional() }),
  async run(args): Promise<ReadinessPage> {
    const { tx, scope, input, now } = args;
    const edition = await readFramework.definition.run({ ...args, input: { key: input.key } });
    const frame = await readinessFrame(tx, scope, input.period, now);
    const asked = await askedRequests(args, edition, frame);
    const byControl = Map.groupBy(asked, (one) => one.code);
    const unknown = asked.filter((one) => one.lastGoodAt === null).length;
    return {
      ...frame, framework: edition.framework, counts: edition.counts,
      together: togetherOf(asked.flatMap(({ days }) => (days === undefined ? [] : [{ days }])), frame),
      requests: { total: asked.length, proven: asked.filter((one) => isProven(one.status)).length, unknown },
      burnDown: await burnDownOf(args, asked, frame),
      today: dayOf(now, frame.period.timeZone),
      rows: edition.groups.flatMap((group) => group.requirements.map((line) => rowOf(line, group.title, byControl))),
    };
  },
});

type Act = VerbArguments<unknown>;

/** Every request of a mapped control, with its facts, its days of the period, and what proves it. */
async function askedRequests({ tx, scope, now }: Act, edition: FrameworkPage, frame: FreshnessFrame): Promise<Asked[]> {
  const asOf = asOfNow(now);
  const controls = new Map(edition.controls.map((one) => [one.controlId, one.code]));
  const requests = await requestsAsOf(tx, scope.organizationId, asOf, [...controls.keys()]);
  const facts = await requestFactsAt(tx, scope.organizationId, requests, asOf);
  const newest = await newestAccepted(tx, scope, requests.map((one) => one.id), asOf);
  const measured = new Map([...(await measureControls(tx, scope, [...controls.keys()], frame, asOf)).values()].flat().map((one) => [one.requestId, one.days]));
  const damaged = await damagedAnswers(tx, scope.organizationId, requests.map((one) => one.id));
  const dueSoonDays = await settingAt(tx, "due_soon_days");
  return requests.map((request) => {
    const known = facts.get(request.id) ?? { lastGoodAt: null, freshUntil: null, gaps: [], awaitingReview: 0 };
    return {
      ...request, lastGoodAt: known.lastGoodAt, freshUntil: known.freshUntil, status: requestStatus(known, dueSoonDays, now).status,
      code: controls.get(request.controlId) ?? "", days: measured.get(request.id), newest: newest.get(request.id)?.number ?? null, damaged: damaged.get(request.id) ?? [],
    };
  });
}

async function burnDownOf({ tx, scope, now }: Act, asked: readonly Asked[], { period }: FreshnessFrame): Promise<BurnDay[]> {
  const { from, until } = periodInstants(period);
  const points = burnPoints(localDays(from, until, period.timeZone), asked.length, now);
  const behind = points.filter((one) => one.when !== "ahead");
  const past = await burnedDown(tx, scope.organizationId, asked.map((one) => one.id), behind);
  return [...past, ...points.filter((one) => one.when === "ahead").map((point) => aheadOf(point, asked))];
}

function rowOf(line: FrameworkPage["groups"][number]["requirements"][number], group: string, byControl: ReadonlyMap<string, Asked[]>): ReadinessRow {
  // What only contributes proves nothing by itself; it counts where nothing satisfies.
  const satisfying = line.controls.filter((one) => one.strength === "satisfies");
  const codes = [...new Set((satisfying.length > 0 ? satisfying : line.controls).map((one) => one.code))];
  const requests = codes.flatMap((code) => byControl.get(code) ?? []);
  const days = sumDays(requests.flatMap((one) => one.days ?? []));
  const unknown = requests.filter((one) => one.lastGoodAt === null);
  const newest = [...new Set(requests.flatMap((one) => (isProven(one.status) ? (one.newest ?? []) : [])))].sort((a, b) => b - a);
  return {
    code: line.code, title: line.title, group, status: line.status, gap: line.gap, controls: codes,
    requests: requests.length, proven: requests.filter((one) => isProven(one.status)).length,
    provenDays: days.provenDays, endedDays: days.endedDays, provenBy: newest.slice(0, NAMED), damaged: [...new Map(requests.flatMap((one) => one.damaged).map((one) => [one.number, one])).values()],
    notKnown: { count: unknown.length, named: unknown.slice(0, NAMED).map((one) => `${one.code} ${one.title}`) },
  };
}
