import type { Metadata } from "next";
import Link from "next/link";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { ControlGuidance } from "#app/_control/control-guidance.tsx";
import { talkSubjects } from "#app/_control/talk-subjects.ts";
import { ControlRail } from "#app/_control/control-rail.tsx";
import { CoverageFigure } from "#app/_control/coverage-figure.tsx";
import { RetiredBanner } from "#app/_control/retired-banner.tsx";
import { RequestTable } from "#app/_control/request-table.tsx";
import { runAuditorPage } from "#app/_edge/page-error.tsx";
import { EvidenceTable } from "#app/_evidence/evidence-table.tsx";
import { FindingSection, FINDINGS_SHOWN } from "#app/_finding/finding-section.tsx";
import { OccurrenceSection } from "#app/_occurrence/occurrence-section.tsx";
import { PastBar } from "#app/_past/past-bar.tsx";
import { instantsOf, keptDay, pastOf, type Past } from "#app/_past/past.ts";
import { portalFacts } from "#app/_portal/portal-facts.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { readControl, type ControlPage, type ControlVersionRow } from "#lib/controls/index.ts";
import { noteVisit, readEngagement } from "#lib/engagements/index.ts";
import { listEvidence, readControlCoverage, readFileFaults, type ControlCoveragePage, type EvidenceRow, type FileFaults } from "#lib/evidence/index.ts";
import { listFindings } from "#lib/findings/index.ts";
import { readPopulation, type ControlPopulation } from "#lib/occurrences/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

type PageProps = { params: Promise<{ engagement: string; control: string }>; searchParams: Promise<Query> };

/** Evidence that the page names; the list has all of it. */
const EVIDENCE_SHOWN = 10;

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await params).control };
}

export default async function AuditorControlPage({ params, searchParams }: PageProps) {
  const { engagement: id, control: code } = await params;
  const query = await searchParams;
  return runAuditorPage(id, async (context) => {
    const organization = await readOrganization(context, {});
    const engagement = await readEngagement(context, { engagementId: id });
    const now = context.clock.now();
    const past = pastOf(query, organization.timeZone, now);
    const [at, kept] = [instantsOf(past), keptDay(past)];
    const page = await readControl(context, { code, ...at });
    const faults = await readFileFaults(context, { evidenceIds: page.requests.flatMap((one) => one.newest?.evidenceId ?? []) });
    const coverage = await readControlCoverage(context, { controlCode: code, ...at });
    const evidence = past === undefined ? (await listEvidence(context, { controlCode: code, size: EVIDENCE_SHOWN })).rows : [];
    const population = await readPopulation(context, { controlCode: code, ...at });
    await noteVisit(context, { viewed: "control", subjectId: page.id });
    const home = `/auditor/${id}`;
    const path = `${home}/controls/${code}`;
    const guidance = query["view"] === "guidance";
    const talk = page.version === null || guidance || past !== undefined ? null : await readTalk(context, talkSubjects(page));
    const zone = engagement.timeZone;
    const findings = talk === null ? undefined : await listFindings(context, { controlCode: code, ...FINDINGS_SHOWN });
    return (
      <PageFrame crumbs={[{ label: organization.name, href: home }, { label: "Controls", href: hrefWith(`${home}/controls`, {}, kept) }, { label: code }]} facts={portalFacts(engagement)}>
        <PageTitle title={page.version?.title ?? code} code={code} />
        <PastBar path={path} query={query} past={past} now={now} zone={organization.timeZone} first={engagement.firstDay} />
        {page.retirement === null ? null : <RetiredBanner retirement={page.retirement} zone={zone} hrefOf={(successor) => `${home}/controls/${successor}`} shows="What follows is how it stood last." />}
        {page.version === null ? <EmptyState kind="no_result" title={past === undefined ? "The control is not in force" : "The control was not in force then"}>{past === undefined ? "No version of it has taken effect." : "Nothing that is known by the switch above had taken effect on that day."}</EmptyState> : (
          <>
            <Tabs label={`Parts of ${code}`} items={[{ label: "Summary", href: hrefWith(path, query, { view: null }), current: !guidance }, { label: "Guidance and testing", href: hrefWith(path, query, { view: "guidance" }), current: guidance }]} />
            <WithRail rail={<ControlRail page={page} version={page.version} coverage={coverage} next="The organization" zone={zone} evidenceHref={(evidenceId) => `${home}/evidence/${evidenceId}`} />}>
              {guidance ? <ControlGuidance version={page.version} /> : <Summary home={home} page={page} version={page.version} coverage={coverage} population={population} evidence={evidence} faults={faults} zone={zone} past={past} />}
              {findings === undefined ? null : <FindingSection code={code} findings={findings} hrefOf={(finding) => `${home}/findings/${finding}`} listHref={`${home}/findings?control=${code}`} />}
              {talk === null ? null : <CommentSection talk={talk} place={id} zone={zone} />}
            </WithRail>
          </>
        )}
      </PageFrame>
    );
  });
}

type SummaryProps = { home: string; page: ControlPage; version: ControlVersionRow; coverage: ControlCoveragePage; population: ControlPopulation; evidence: readonly EvidenceRow[]; faults: FileFaults; zone: string; past: Past | undefined };

function Summary({ home, page, version, coverage, population, evidence, faults, zone, past }: SummaryProps) {
  const kept = keptDay(past);
  return (
    <>
      <p className="max-w-[70ch] pt-5 text-lg text-pretty">{version.statement}</p>
      <CoverageFigure page={coverage} past={past !== undefined} />
      <Section title="Evidence requests" count={`${page.status.proven} of ${page.status.total} proven in management’s view`}>
        <RequestTable requests={page.requests} zone={zone} at={page.asOf.effectiveAt} places={{ evidenceHref: (id) => `${home}/evidence/${id}`, faults }} />
      </Section>
      {population.strip.length === 0 ? null : <OccurrenceSection population={population} zone={zone} hrefOf={(day) => hrefWith(`${home}/controls/${page.code}/occurrences/${day}`, {}, kept)} listHref={hrefWith(`${home}/occurrences`, {}, { control: page.code, ...kept })} />}
      {past !== undefined ? null : (
        <Section title="Newest accepted evidence" count={evidence.length === 0 ? "none" : evidence.length} aside={<Link className="link" href={`${home}/evidence?control=${page.code}`}>All evidence of {page.code}</Link>}>
          <EvidenceTable rows={evidence} zone={zone} hrefOf={(row) => `${home}/evidence/EV-${row.number}`} empty={<EmptyState kind="first" title="Nothing was accepted for the period yet">What the organization accepts appears here.</EmptyState>} />
        </Section>
      )}
    </>
  );
}
