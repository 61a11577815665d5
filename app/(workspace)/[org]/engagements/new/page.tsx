import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { timeZones } from "#app/_edge/time-zones.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listControlNames } from "#lib/controls/index.ts";
import { ENGAGEMENT_TYPE_WORDS } from "#lib/engagements/client.ts";
import { listFrameworks } from "#lib/frameworks/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { createEngagementAction } from "../actions.ts";
import { NewEngagementForm, type Initial } from "./new-engagement-form.tsx";

export const metadata: Metadata = { title: "Open engagement" };

export default async function NewEngagementPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "engagements.manage");
    const controls = may ? await listControlNames(context, {}) : [];
    const frameworks = may ? await listFrameworks(context, {}) : [];
    const path = `/${org}/engagements`;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Engagements", href: path }, { label: "Open engagement" }]}
        facts={[{ kind: "next", label: "Next to act", value: "You" }, { kind: "sees", label: "Auditor sees", value: "its controls, within its period" }]}
      >
        <PageTitle title="Open engagement" />
        {!may ? <EmptyState kind="no_permission" title="Your role does not open engagements">A compliance manager or an administrator does.</EmptyState> : (
          <NewEngagementForm
            action={createEngagementAction.bind(null, org)}
            cancelHref={path}
            types={Object.entries(ENGAGEMENT_TYPE_WORDS).map(([value, label]) => ({ value, label }))}
            frameworks={frameworks.map((one) => ({ value: one.key, label: `${one.name} ${one.edition}` }))}
            controls={controls.map((one) => ({ id: one.controlId, code: one.code, title: one.title }))}
            initial={{ timeZone: organization.timeZone, ...aimedAt(query) }}
            today={dayOf(context.clock.now(), organization.timeZone)}
            zones={timeZones().map((zone) => ({ value: zone, label: zone }))}
          />
        )}
      </PageFrame>
    );
  });
}

/** What an aim of the first week says already; the verb checks all of it. */
function aimedAt(query: Query): Initial {
  const names = { framework: "frameworkKey", type: "type", first: "firstDay", last: "lastDay", zone: "timeZone" } as const;
  return Object.fromEntries(Object.entries(names).flatMap(([from, to]) => (typeof query[from] === "string" ? [[to, query[from]]] : [])));
}
