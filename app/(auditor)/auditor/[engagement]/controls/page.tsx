import type { Metadata } from "next";
import { ControlTable } from "#app/_control/control-table.tsx";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { listControls } from "#lib/controls/index.ts";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Controls" };

export default async function AuditorControlsPage({ params }: { params: Promise<{ engagement: string }> }) {
  const { engagement: id } = await params;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const list = await listControls(context, { size: 200 });
    await noteVisit(context, { viewed: "control_list" });
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Controls" }]} facts={portalFacts(engagement)}>
        <PageTitle title="Controls" note={`${list.total} in the engagement`} />
        <ControlTable
          rows={list.rows} zone={engagement.timeZone} hrefOf={(row) => `/auditor/${id}/controls/${row.code}`}
          empty={<EmptyState kind="first" title="No control is in force">The controls of the engagement do not hold yet.</EmptyState>}
        />
      </PageFrame>
    );
  });
}
