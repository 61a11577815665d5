import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { listExports } from "#lib/leaving/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { SettingsTabs } from "../settings-tabs.tsx";
import { removeExportAction, requestExportAction } from "./actions.ts";
import { ExportList } from "./export-list.tsx";
import { RequestExport } from "./request-export.tsx";

export const metadata: Metadata = { title: "Your data" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const [organization, exports] = await Promise.all([readOrganization(context, {}), listExports(context, {})]);
    const under = exports.some(({ status }) => status === "queued" || status === "running");
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Settings", href: `/${org}/settings` }, { label: "Your data" }]}
        facts={[{ kind: "next", label: "Next to act", value: under ? "Tickmark" : "Nobody" }, { kind: "sees", label: "Visible to", value: "Administrators" }]}
      >
        <PageTitle title="Your data" />
        <SettingsTabs org={org} current="data" />
        <Section title="Export" flush={false} aside={<RequestExport action={requestExportAction.bind(null, org)} organization={organization.name} />}>
          <p className="max-w-[70ch] py-3 text-muted">
            Everything that {organization.name} has here, as one archive: every record as lines of JSON with a dictionary, every file as it was given, packets, audit trail and ledger. No secret and no other organization. It can be checked with sha256sum alone, and is kept for seven days.
          </p>
          <ExportList org={org} exports={exports} zone={organization.timeZone} remove={removeExportAction.bind(null, org)} />
        </Section>
      </PageFrame>
    );
  });
}
