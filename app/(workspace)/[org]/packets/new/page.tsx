import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listControlNames } from "#lib/controls/index.ts";
import { listEngagements } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { periodBefore } from "#lib/packets/client.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { requestPacketAction } from "../actions.ts";
import { NewPacketForm } from "./new-packet-form.tsx";

export const metadata: Metadata = { title: "Create packet" };

export default async function NewPacketPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const { actor } = context;
    const may = actor.kind === "member" && roleHolds(actor.role, "packets.create");
    const controls = may ? await listControlNames(context, {}) : [];
    const engagements = may ? await listEngagements(context, {}) : [];
    const zone = organization.timeZone;
    const now = context.clock.now();
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Packets", href: `/${org}/packets` }, { label: "Create packet" }]}
        facts={[
          { kind: "period", label: "As of", value: "the moment it is asked for" },
          { kind: "next", label: "Next to act", value: "You, then Tickmark" },
          { kind: "sees", label: "Auditor sees", value: "it, if it is made for the engagement" },
        ]}
      >
        <PageTitle title="Create packet" note="of one control and one period" />
        {!may ? <EmptyState kind="no_permission" title="Your role does not create packets">A compliance manager or an administrator does. The list of people shows who they are.</EmptyState>
          : controls.length === 0 ? <EmptyState kind="first" title="No control is adopted yet">A packet is about a control. An administrator adopts the library at set-up.</EmptyState>
          : (
            <NewPacketForm
              action={requestPacketAction.bind(null, org)}
              cancelHref={`/${org}/packets`}
              controls={controls.map((one) => ({ id: one.controlId, code: one.code, title: one.title }))}
              chosen={controls.find((one) => one.code === query["control"])?.controlId}
              engagements={engagements.filter((one) => one.standing.phase !== "before").map((one) => ({
                id: one.id, name: one.name, auditFirm: one.auditFirm, firstDay: one.firstDay, lastDay: one.lastDay, timeZone: one.timeZone, controlIds: one.controlIds,
              }))}
              lastMonth={periodBefore({ frequency: "monthly", timeZone: zone, hour: 0 }, now)}
              timeZone={zone}
              today={dayOf(now, zone)}
            />
          )}
      </PageFrame>
    );
  });
}
