import type { Fact } from "#app/_ui/facts-bar.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { engagementLabel } from "#lib/engagements/client.ts";
import type { EngagementView } from "#lib/engagements/index.ts";

/** The three facts of every page of the portal: the engagement's period, who acts next, who else sees this. */
export function portalFacts(engagement: EngagementView, next = "You, to look"): Fact[] {
  return [
    { kind: "period", label: engagementLabel(engagement), value: formatDays(engagement.firstDay, engagement.lastDay) },
    { kind: "next", label: "Next to act", value: next },
    { kind: "sees", label: "Seen by", value: `${engagement.auditFirm} and the organization` },
  ];
}
