import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { notificationQuery, NotificationListBody } from "#app/_notifications/notification-list.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { listNotifications } from "#lib/notifications/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { markAllReadAction, markNotificationsAction } from "./actions.ts";

export const metadata: Metadata = { title: "Notifications" };

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const [organization, list] = [await readOrganization(context, {}), await listNotifications(context, notificationQuery(query))];
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Notifications" }]}
        facts={[{ kind: "next", label: "Next to act", value: list.unread === 0 ? "Nobody" : "You" }, { kind: "sees", label: "Visible to", value: "You alone" }]}
      >
        <NotificationListBody list={list} query={query} path={`/${org}/notifications`} zone={organization.timeZone} actions={{ mark: markNotificationsAction.bind(null, org), markAll: markAllReadAction.bind(null, org) }} />
      </PageFrame>
    );
  });
}
