import type { Metadata } from "next";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { HelpBody } from "#app/_help/help-body.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { readHelp } from "#lib/navigation/index.ts";

export const metadata: Metadata = { title: "Help" };

export default async function AuditorHelpPage({ params }: { params: Promise<{ engagement: string }> }) {
  const { engagement } = await params;
  return runAuditorPage(engagement, async (context) => {
    const help = await readHelp(context, {});
    const home = `/auditor/${engagement}`;
    return (
      <PageFrame crumbs={[{ label: "New since last visit", href: home }, { label: "Help" }]}>
        <PageTitle title="Help" note="first steps, words, keys, what is new" />
        <HelpBody help={help} home={home} />
      </PageFrame>
    );
  });
}
