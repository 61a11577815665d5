import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { CommandLines } from "#app/_ui/command-lines.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { authorize } from "#lib/access/index.ts";
import { listSources, LOG_LIMITS } from "#lib/logs/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { LogUpload } from "./log-upload.tsx";

export const metadata: Metadata = { title: "Import a log" };

export default async function NewLogPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const { source } = await searchParams;
  return runPage(org, async (context) => {
    authorize(context, "logs.import");
    const organization = await readOrganization(context, {});
    const sources = await listSources(context, { pageSize: 200 });
    const zone = organization.timeZone;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Logs", href: `/${org}/logs` }, { label: "Import a log" }]}
        facts={[{ kind: "next", label: "Next to act", value: "You, then Tickmark reads it" }, { kind: "sees", label: "Auditor sees", value: "it once it is accepted as evidence" }]}
      >
        <PageTitle title="Import a log" />
        <LogUpload
          org={org}
          sources={sources.rows.map(({ name, utcOffsetMinutes }) => ({ name, utcOffsetMinutes }))}
          source={typeof source === "string" ? source : ""}
          maxBytes={LOG_LIMITS.segmentBytes}
          today={dayOf(context.clock.now(), zone)}
          zone={zone}
        />
        <div className="mt-8 max-w-[640px]">
          <Section title="From the command line" flush={false}>
            <p className="py-2 text-muted">On the machine that runs Tickmark, the same in one command:</p>
            <CommandLines label="Import a log file" lines={[`npx tickmark logs import auth.log --source web1 --organization ${org}`]} />
          </Section>
        </div>
      </PageFrame>
    );
  });
}
