import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listEngagements } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { EngagementTable } from "./engagement-table.tsx";

export const metadata: Metadata = { title: "Engagements" };

export default async function EngagementsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const rows = await listEngagements(context, {});
    const path = `/${org}/engagements`;
    const running = rows.find((row) => row.standing.phase === "running");
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "engagements.manage");
    const create = may ? <LinkButton kind="primary" href={`${path}/new`}>Open engagement</LinkButton> : undefined;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Engagements" }]}
        facts={[
          { kind: "period", label: running === undefined ? "Period" : running.name, value: running === undefined ? "none runs now" : formatDays(running.firstDay, running.lastDay) },
          { kind: "next", label: "Next to act", value: running === undefined ? "Nobody" : `The owners, ${running.standing.daysToEnd} days left` },
          { kind: "sees", label: "Auditor sees", value: "the engagement that they are in" },
        ]}
      >
        <PageTitle title="Engagements" note="one audit each" actions={create} />
        <EngagementTable
          rows={rows}
          hrefOf={(row) => `${path}/${row.id}`}
          empty={<EmptyState kind="first" title="No engagement yet" action={create}>An engagement is one audit: its controls, its period and its auditors. They see accepted evidence of those controls and days, and nothing else.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
