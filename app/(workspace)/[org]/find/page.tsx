import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { askTexts } from "#app/_find/ask-texts.ts";
import { TextSearch } from "#app/_find/text-search.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Search in texts" };

type PageProps = { params: Promise<{ org: string }>; searchParams: Promise<Query> };

export default async function FindPage({ params, searchParams }: PageProps) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const asked = await askTexts(context, query);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Search in texts" }]}
        facts={[{ kind: "next", label: "Looked through", value: "what your role may read" }, { kind: "sees", label: "Auditor sees", value: "what the engagement holds" }]}
      >
        <PageTitle title="Search in texts" note="controls, requirements, mappings, evidence, incidents, findings" />
        <TextSearch asked={asked} home={`/${org}`} query={query} />
      </PageFrame>
    );
  });
}
