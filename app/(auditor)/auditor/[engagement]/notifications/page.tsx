import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { notificationQuery, NotificationListBody } from "#app/_notifications/notification-list.tsx";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { readEngagement } from "#lib/engagements/index.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { markAuditorAllReadAction, markAuditorNotificationsAction } from "./actions.ts";

export const metadata: Metadata = { title: "Notifications" };

export default async function Page({ params, searchParams }: { params: Promise<{ engagement: string }>; searchParams: Promise<Query> }) {
  const { engagement: id } = await params;
  const query = await searchParams;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const list = await listNotifications(context, notificationQuery(query));
    const [period, next] = portalFacts(engagement, list.unread === 0 ? "Nobody" : "You");
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Notifications" }]} facts={[...(period === undefined ? [] : [period]), ...(next === undefined ? [] : [next]), { kind: "sees", label: "Seen by", value: "You alone" }]}>
        <NotificationListBody list={list} query={query} path={`/auditor/${id}/notifications`} zone={engagement.timeZone} actions={{ mark: markAuditorNotificationsAction.bind(null, id), markAll: markAuditorAllReadAction.bind(null, id) }} />
      </PageFrame>
    );
  });
}
