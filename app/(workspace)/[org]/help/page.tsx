import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { HelpBody } from "#app/_help/help-body.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { readHelp } from "#lib/navigation/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Help" };

export default async function HelpPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const help = await readHelp(context, {});
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Help" }]}>
        <PageTitle title="Help" note="first steps, words, keys, what is new" />
        <HelpBody help={help} home={`/${org}`} />
      </PageFrame>
    );
  });
}
