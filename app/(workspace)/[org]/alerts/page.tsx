import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { ListTools } from "#app/_list/list-tools.tsx";
import { openListing } from "#app/_list/open-listing.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { roleHolds } from "#lib/access/index.ts";
import { countAlerts, listAlerts, listFeeding, readAlert, readAlertLines } from "#lib/alerts/index.ts";
import { readLogHealth } from "#lib/logs/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { AlertDetail } from "./alert-detail.tsx";
import { AlertList } from "./alert-list.tsx";
import { alertQuery } from "./alert-query.ts";
import { NoAlertChosen } from "./no-alert.tsx";
import { alertList } from "./triage-list.ts";

export const metadata: Metadata = { title: "Alerts" };

const JUDGED_BELOW = 10;

export default async function AlertsPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const path = `/${org}/alerts`;
  return runPage(org, async (context) => {
    const asked = alertQuery(query);
    const organization = await readOrganization(context, {});
    const counts = await countAlerts(context, {});
    const listing = await openListing(alertList, context, { org, query, zone: organization.timeZone });
    const { page } = listing;
    const below = asked.list.view === "to_judge" && asked.list.cursor === undefined ? await listAlerts(context, { ...asked.list, status: undefined, view: "judged", pageSize: JUDGED_BELOW }) : null;
    const health = await readLogHealth(context, {});
    const feeding = await listFeeding(context, {});
    const chosenId = asked.alertId ?? page.rows[0]?.id;
    const alert = chosenId === undefined ? null : await readAlert(context, { alertId: chosenId });
    const lines = alert === null ? null : await readAlertLines(context, alert, { all: asked.allLines });
    const { actor } = context;
    const mayJudge = actor.kind === "member" && roleHolds(actor.role, "alerts.judge");
    const now = context.clock.now();
    const place = { org, path, query, zone: organization.timeZone, now };
    const next = alert === null ? "Nobody" : alert.status === "judged" ? "Nobody" : (alert.assignee ?? "Nobody yet: acknowledge it");
    return (
      <PageFrame
        flush
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Alerts" }]}
        facts={[
          { kind: "next", label: "Next to act", value: next },
          { kind: "sees", label: "Auditor sees", value: "alert and verdict, in packets" },
        ]}
      >
        <div className="triage" data-chosen={asked.alertId === undefined ? undefined : true}>
          <AlertList place={place} list={asked.list} page={page} below={below} counts={counts} health={health} feeding={feeding} chosenId={chosenId} tools={<ListTools listing={listing} />} />
          {alert === null || lines === null ? (
            <NoAlertChosen org={org} />
          ) : (
            <AlertDetail place={place} alert={alert} lines={lines} mayJudge={mayJudge} neighbours={neighboursOf(page.rows.map((row) => row.id), alert.id)} />
          )}
        </div>
      </PageFrame>
    );
  });
}

/** The alerts before and after one in the list as it is filtered. */
function neighboursOf(ids: readonly string[], id: string): { position: number; total: number; previous: string | null; next: string | null } {
  const at = ids.indexOf(id);
  return { position: at + 1, total: ids.length, previous: at > 0 ? (ids[at - 1] ?? null) : null, next: at >= 0 ? (ids[at + 1] ?? null) : (ids[0] ?? null) };
}
