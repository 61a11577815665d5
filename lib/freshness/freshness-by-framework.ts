import type { Scope } from "#lib/access/index.ts";
import { mappingsInForce } from "#lib/frameworks/index.ts";
import { asOfNow } from "#lib/platform/as-of.ts";
import type { TenantTransaction } from "#lib/platform/tenant.ts";
import { freshnessFrame, measureControls, togetherOf, type FreshnessFrame, type MeasuredFreshness } from "./measure-frameworks.ts";

/** Freshness of everything, and of each framework named, in one reading. */
export type FreshnessByFramework = FreshnessFrame & { all: MeasuredFreshness; frameworks: Map<string, MeasuredFreshness> };

/** How fresh evidence has been over the period: of all controls, and of those mapped into each framework. */
export async function freshnessByFramework(tx: TenantTransaction, scope: Scope, frameworkKeys: readonly string[], now: Date): Promise<FreshnessByFramework> {
  const frame = await freshnessFrame(tx, scope, asOfNow(now));
  const measured = await measureControls(tx, scope, null, frame, asOfNow(now));
  const mappings = Map.groupBy(await mappingsInForce(tx, scope, asOfNow(now), {}), (one) => one.frameworkKey);
  const frameworks = frameworkKeys.map((key) => {
    const controlIds = new Set((mappings.get(key) ?? []).map((one) => one.controlId));
    return [key, togetherOf([...controlIds].flatMap((id) => measured.get(id) ?? []), frame)] as const;
  });
  return { ...frame, all: togetherOf([...measured.values()].flat(), frame), frameworks: new Map(frameworks) };
}
