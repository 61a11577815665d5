import type { VerbArguments } from "#lib/access/index.ts";
import { quarantineFlooding } from "#lib/rules/index.ts";
import { settingAt } from "#lib/settings/index.ts";
import type { AlertDraft } from "./alert-draft.ts";
import { countRaisedSince, findByHitKeys } from "./raise.repository.ts";

const HOUR_MS = 3_600_000;

export type Admitted = {
  drafts: AlertDraft[];
  /** New hits that become no alert, because their rule floods. */
  dropped: number;
  /** Rules that raise nothing any more. */
  flooding: string[];
};

/**
 * Lets through what a stretch of a scan found, up to the alerts that one rule may raise within an hour. A rule that finds
 * more is quarantined in the same transaction: what it found beyond is no alert, and that is said of the segment.
 */
export async function admitHits(act: Pick<VerbArguments<unknown>, "tx" | "context" | "now" | "audit">, drafts: readonly AlertDraft[]): Promise<Admitted> {
  if (drafts.length === 0) return { drafts: [], dropped: 0, flooding: [] };
  const { tx, context: { organizationId }, now } = act;
  const known = await findByHitKeys(tx, drafts.map(({ hitKey }) => hitKey));
  const fresh = Map.groupBy(drafts.filter(({ hitKey }) => !known.has(hitKey)), ({ ruleKey }) => ruleKey);
  if (fresh.size === 0) return { drafts: [...drafts], dropped: 0, flooding: [] };
  const most = await settingAt(tx, "rule_flood_alerts");
  const counts = await countRaisedSince(tx, organizationId, [...fresh.keys()], new Date(now.getTime() - HOUR_MS));
  const out = new Set<string>();
  const flooding: string[] = [];
  for (const [ruleKey, found] of fresh) {
    const room = Math.max(0, most - (counts.get(ruleKey) ?? 0));
    if (found.length <= room) continue;
    for (const { hitKey } of found.slice(room)) out.add(hitKey);
    flooding.push(ruleKey);
    await quarantineFlooding(act, { ruleKey, title: found[0]!.title, ruleVersionId: found[0]!.ruleVersionId }, `It raised more than ${most} alerts within an hour. What it found beyond is no alert.`);
  }
  return { drafts: drafts.filter(({ hitKey }) => !out.has(hitKey)), dropped: out.size, flooding };
}
