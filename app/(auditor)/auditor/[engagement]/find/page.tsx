import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { askTexts } from "#app/_find/ask-texts.ts";
import { TextSearch } from "#app/_find/text-search.tsx";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Search in texts" };

type PageProps = { params: Promise<{ engagement: string }>; searchParams: Promise<Query> };

/** What the engagement's records say: of its controls and its period, and of nothing else. */
export default async function AuditorFindPage({ params, searchParams }: PageProps) {
  const { engagement: id } = await params;
  const query = await searchParams;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const asked = await askTexts(context, query);
    await noteVisit(context, { viewed: "text_search" });
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/auditor/${id}` }, { label: "Search in texts" }]} facts={portalFacts(engagement)}>
        <PageTitle title="Search in texts" note="controls, mappings, evidence, incidents and findings of this engagement, within its period" />
        <TextSearch asked={asked} home={`/auditor/${id}`} query={query} />
      </PageFrame>
    );
  });
}
