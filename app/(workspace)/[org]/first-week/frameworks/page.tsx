import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { timeZones } from "#app/_edge/time-zones.ts";
import { FirstWeekFrame } from "#app/_first-week/first-week-frame.tsx";
import { SettleForm } from "#app/_first-week/settle-form.tsx";
import { ENGAGEMENT_TYPE_WORDS } from "#lib/engagements/client.ts";
import { listAims } from "#lib/engagements/index.ts";
import { readFirstWeek } from "#lib/first-week/index.ts";
import { listFrameworks, type FrameworkListRow } from "#lib/frameworks/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { settleStepAction, stateAimsAction } from "../actions.ts";
import { AimsForm } from "./aims-form.tsx";

export const metadata: Metadata = { title: "Frameworks and period" };

/** Half a year: the shortest period that most readers of a report accept. */
const USUAL_DAYS = 182;

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const week = await readFirstWeek(context, {});
    const organization = await readOrganization(context, {});
    const aims = await listAims(context, {});
    const frameworks = await listFrameworks(context, {});
    const today = dayOf(context.clock.now(), organization.timeZone);
    const [stated] = aims;
    return (
      <FirstWeekFrame
        org={org} organization={organization.name} week={week} step="frameworks"
        lead="An edition is chosen by name, because numbers move between editions. The period can be changed until an engagement is opened for it."
        later={<SettleForm action={settleStepAction.bind(null, org)} fields={{ step: "frameworks", state: "put_off" }}>Leave for later</SettleForm>}
      >
        <AimsForm
          action={stateAimsAction.bind(null, org)}
          frameworks={frameworks.map((one) => ({ key: one.key, label: `${one.name} ${one.edition}`, note: noteOf(one), chosen: aims.some((aim) => aim.frameworkKey === one.key), type: aims.find((aim) => aim.frameworkKey === one.key)?.type ?? usualType(one.key) }))}
          types={Object.entries(ENGAGEMENT_TYPE_WORDS).map(([value, label]) => ({ value, label }))}
          period={{ firstDay: stated?.firstDay ?? today, lastDay: stated?.lastDay ?? addDays(today, USUAL_DAYS - 1), timeZone: stated?.timeZone ?? organization.timeZone }}
          zones={timeZones()}
          today={today}
        />
      </FirstWeekFrame>
    );
  });
}

function noteOf({ counts, retired, validUntil, publisher }: FrameworkListRow): string {
  return `${counts.total} requirements, ${publisher}${retired ? `; withdrawn ${validUntil ?? ""}` : ""}`;
}

function usualType(key: string): string {
  if (key.startsWith("iso")) return "certification";
  return key.startsWith("pci") ? "assessment" : "type_2";
}
