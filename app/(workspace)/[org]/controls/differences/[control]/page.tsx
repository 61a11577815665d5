import type { Metadata } from "next";
import Link from "next/link";
import { FieldDecisions } from "#app/_drift/field-decisions.tsx";
import { sourceText } from "#app/_drift/drift-words.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { awaitsDecision, DRIFT_SOURCES } from "#lib/drift/client.ts";
import { readDrift, type DriftPage } from "#lib/drift/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { settleFieldsAction } from "../actions.ts";

type PageProps = { params: Promise<{ org: string; control: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Differences of ${(await params).control}` };
}

export default async function DifferencesOfControlPage({ params, searchParams }: PageProps) {
  const { org, control: code } = await params;
  const query = await searchParams;
  const source = DRIFT_SOURCES.find((one) => one === query["source"]);
  return runPage(org, async (context) => {
    const drift = await readDrift(context, { code, source });
    const { name, timeZone } = await readOrganization(context, {});
    const listHref = `/${org}/controls/differences`;
    const open = drift.differs.flatMap(({ fields }) => fields).filter(awaitsDecision).length;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Controls", href: `/${org}/controls` }, { label: "Differences", href: listHref }, { label: code }]}
        facts={[
          { kind: "next", label: "Next to act", value: open === 0 ? "Nobody" : `You, on ${open} ${open === 1 ? "field" : "fields"}` },
          { kind: "sees", label: "Auditor sees", value: "what is recorded" },
        ]}
      >
        <PageTitle title={drift.title} code={code} note="Differences" actions={<LinkButton href={`/${org}/controls/${code}`}>Open the control</LinkButton>} />
        {drift.differs.length === 0 ? <div className="mt-6"><EmptyState kind="done" title="Nothing differs" action={<Link className="link" href={listHref}>All differences</Link>}>The control says what its library and its folder say, or what was decided to keep.</EmptyState></div> : drift.differs.map((one) => <Compared key={`${one.source} ${one.base}`} org={org} drift={drift} compared={one} zone={timeZone} />)}
      </PageFrame>
    );
  });
}

function Compared({ org, drift: { code }, compared, zone }: { org: string; drift: DriftPage; compared: DriftPage["differs"][number]; zone: string }) {
  const { source, since, base, fields } = compared;
  return (
    <Section title={sourceText(compared)} count={`${fields.length} ${fields.length === 1 ? "field differs" : "fields differ"}`} aside={<span className="text-xs text-muted">{since === null ? "when both said the same was not recorded" : <>{source === "library" ? "taken or agreed on " : "last looked at "}<Timestamp at={since} zone={zone} show="date" /></>}</span>} flush={false}>
      <FieldDecisions action={settleFieldsAction.bind(null, org)} code={code} source={source} base={base} fields={fields} />
    </Section>
  );
}
