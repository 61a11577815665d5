import type { Metadata } from "next";
import Link from "next/link";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { ControlGuidance, ControlLinks } from "#app/_control/control-guidance.tsx";
import { talkSubjects } from "#app/_control/talk-subjects.ts";
import { ControlRail } from "#app/_control/control-rail.tsx";
import { CoverageFigure } from "#app/_control/coverage-figure.tsx";
import { RuleSection } from "#app/_control/rule-section.tsx";
import { RetiredBanner } from "#app/_control/retired-banner.tsx";
import { RequestTable } from "#app/_control/request-table.tsx";
import { MovedBanner } from "#app/_drift/moved-banner.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { EvidenceTable } from "#app/_evidence/evidence-table.tsx";
import { FindingSection, FINDINGS_SHOWN } from "#app/_finding/finding-section.tsx";
import { OccurrenceSection } from "#app/_occurrence/occurrence-section.tsx";
import { windowName } from "#app/_occurrence/window-text.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { instantsOf, keptDay, pastOf, type Past } from "#app/_past/past.ts";
import { sinceThen } from "#app/_past/since-then.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { readControl, type ControlPage, type ControlVersionRow } from "#lib/controls/index.ts";
import { countDrift } from "#lib/drift/index.ts";
import { listEvidence, readControlCoverage, readFileFaults, shortDayRange, type ControlCoveragePage, type EvidenceRow, type FileFaults } from "#lib/evidence/index.ts";
import { listFindings, STANDING_STATUSES } from "#lib/findings/index.ts";
import { OWED_STATES, readPopulation, type ControlPopulation } from "#lib/occurrences/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { readOwner, type ControlOwner } from "#lib/ownership/index.ts";
import { listPeople } from "#lib/people/index.ts";
import { listRules } from "#lib/rules/index.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { statusFacts } from "#lib/status/index.ts";
import { LinkForm } from "./link-form.tsx";
import { ReinstateForm, RetireForm } from "./retire-form.tsx";
import { OwnersSection } from "./owners-section.tsx";
import { attachLinkAction, reinstateControlAction, retireControlAction } from "../actions.ts";
import { permissionsOf, type ControlPermissions } from "./control-permissions.ts";

type PageProps = { params: Promise<{ org: string; control: string }>; searchParams: Promise<Query> };

const VIEWS = { summary: "Summary", guidance: "Guidance and testing", owners: "Owners" } as const;
type View = keyof typeof VIEWS;

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { control } = await params;
  return { title: control };
}

export default async function ControlRecordPage({ params, searchParams }: PageProps) {
  const { org, control: code } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const now = context.clock.now();
    const zone = organization.timeZone;
    const past = pastOf(query, zone, now);
    const [at, kept] = [instantsOf(past), keptDay(past)];
    const page = await readControl(context, { code, ...at });
    const faults = await readFileFaults(context, { evidenceIds: page.requests.flatMap((one) => one.newest?.evidenceId ?? []) });
    const coverage = await readControlCoverage(context, { controlCode: code, ...at });
    const today = past === undefined ? page : await readControl(context, { code });
    const evidence = past === undefined ? (await listEvidence(context, { controlCode: code, size: 5 })).rows : [];
    const population = await readPopulation(context, { controlCode: code, ...at });
    const path = `/${org}/controls/${code}`;
    const view = (Object.keys(VIEWS) as View[]).find((one) => one === query["view"]) ?? "summary";
    const may = permissionsOf(context);
    const people = view === "owners" && may.assign ? (await listPeople(context, { size: 200 })).rows : [];
    const owners = people.filter((one) => one.role !== "auditor" && one.role !== "employee").map((one) => ({ value: one.id, label: one.name }));
    const talk = past === undefined && view === "summary" ? await readTalk(context, talkSubjects(page)) : null;
    const owner = await readOwner(context, { controlId: page.id, ...at });
    const findings = talk === null ? undefined : await listFindings(context, { controlCode: code, status: STANDING_STATUSES, ...FINDINGS_SHOWN });
    const rules = talk === null || !may.readRules ? null : await listRules(context, { controlCode: code });
    const drift = may.manage && past === undefined && page.retirement === null ? await countDrift(context, { code }) : { library: 0, folder: 0 };
    const title = page.version?.title ?? today.version?.title ?? code;
    return (
      <PageFrame crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Controls", href: hrefWith(`/${org}/controls`, {}, kept) }, { label: code }]} facts={factsOf(coverage, nextOf(page))}>
        <PageTitle title={title} code={code} actions={<Acts org={org} page={page} may={may} today={dayOf(now, zone)} />} />
        <PastBar path={path} query={query} past={past} now={now} zone={zone} changes={sinceThen(page, today)} />
        {page.retirement === null ? null : <RetiredBanner retirement={page.retirement} zone={zone} hrefOf={(successor) => hrefWith(`/${org}/controls/${successor}`, {}, kept)} shows="Choose a day before it to see the control as it stood." action={may.manage && past === undefined ? <ReinstateForm action={reinstateControlAction.bind(null, org)} controlId={page.id} code={code} /> : null} />}
        <MovedBanner drift={drift} href={`/${org}/controls/differences/${code}`} />
        {page.version === null ? <NotYet page={page} zone={zone} /> : (
          <>
            <Tabs label={`Parts of ${code}`} items={(Object.keys(VIEWS) as View[]).filter((one) => one !== "owners" || may.assign).map((one) => ({ label: VIEWS[one], href: hrefWith(path, query, { view: one === "summary" ? null : one }), current: one === view }))} />
            <WithRail rail={<ControlRail page={page} version={page.version} coverage={coverage} next={nextOf(page)} {...(owner === null ? {} : { person: personText(owner) })} zone={zone} frameworkHref={(key) => hrefWith(`/${org}/frameworks/${key}`, {}, kept)} evidenceHref={(id) => `/${org}/evidence/${id}`} />}>
              {view === "guidance" ? <Guidance org={org} page={page} version={page.version} may={may} past={past !== undefined} />
                : view === "owners" && may.assign ? <OwnersSection org={org} requests={today.requests} owners={owners} />
                : <Summary org={org} page={page} version={page.version} coverage={coverage} population={population} evidence={evidence} faults={faults} zone={zone} may={may} past={past} />}
              {rules === null ? null : <RuleSection org={org} code={code} rules={rules} />}
              {findings === undefined ? null : <FindingSection code={code} findings={findings} hrefOf={(id) => `/${org}/findings/${id}`} listHref={`/${org}/findings?control=${code}`} />}
              {talk === null ? null : <CommentSection talk={talk} place={org} zone={zone} />}
            </WithRail>
          </>
        )}
      </PageFrame>
    );
  });
}

function personText({ name, placeholderId, left }: ControlOwner): string {
  return `${name}${left ? " (has left)" : placeholderId === null ? "" : " (not a member yet)"}`;
}

function factsOf(coverage: ControlCoveragePage, next: string) {
  const { engagement, period } = coverage;
  return [
    { kind: "period" as const, label: engagement?.name ?? "Period", value: `${shortDayRange(period.firstDay, period.lastDay)} ${period.lastDay.slice(0, 4)}` },
    { kind: "next" as const, label: "Next to act", value: next },
    { kind: "sees" as const, label: "Auditor sees", value: engagement === null ? "nothing: no engagement covers it now" : `this control (${engagement.auditFirm})` },
  ];
}

/** Whom the control waits for: the request that is worst off speaks for it. */
function nextOf(page: ControlPage): string {
  const waiting = page.requests.filter((one) => one.waitingOn !== null).sort((a, b) => statusFacts(a.status).order - statusFacts(b.status).order);
  return waiting.find((one) => one.waitingOn !== "Nobody yet")?.waitingOn ?? (waiting.length > 0 ? "Nobody yet: name an owner" : "Nobody");
}

function Acts({ org, page, may, today }: { org: string; page: ControlPage; may: ControlPermissions; today: string }) {
  const { code } = page;
  const past = page.asOf.past || page.retirement !== null;
  return (
    <>
      {may.manage && !past ? <LinkButton href={`/${org}/controls/${code}/edit`}>Edit</LinkButton> : null}
      {may.manage && !past ? <RetireForm action={retireControlAction.bind(null, org)} controlId={page.id} code={code} today={today} /> : null}
      {may.createPacket ? <LinkButton href={`/${org}/packets/new?control=${code}`}>Create packet</LinkButton> : null}
      {may.submit && !past ? <LinkButton kind="primary" href={`/${org}/evidence/new?control=${code}`}>Add evidence</LinkButton> : null}
    </>
  );
}

function NotYet({ page, zone }: { page: ControlPage; zone: string }) {
  return (
    <div className="mt-6">
      <EmptyState kind="no_result" title="The control was not in force then">
        {page.firstEffectiveFrom === null ? "No version of it is recorded." : <>Its first version takes effect on <Timestamp at={page.firstEffectiveFrom} zone={zone} show="date" />.</>}
      </EmptyState>
    </div>
  );
}

type SummaryProps = { org: string; page: ControlPage; version: ControlVersionRow; coverage: ControlCoveragePage; population: ControlPopulation; evidence: readonly EvidenceRow[]; faults: FileFaults; zone: string; may: ControlPermissions; past: Past | undefined };

function Summary({ org, page, version, coverage, population, evidence, faults, zone, may, past }: SummaryProps) {
  const counts = page.status.counts.filter((one) => one.status !== "met").map((one) => `${one.count} ${statusFacts(one.status).word.toLowerCase()}`);
  const answerHref = may.submit && past === undefined ? { requestHref: (request: { id: string }) => `/${org}/evidence/new?request=${request.id}` } : {};
  return (
    <>
      <p className="max-w-[70ch] pt-5 text-lg text-pretty">{version.statement}</p>
      <CoverageFigure page={coverage} past={past !== undefined} />
      <Section title="Evidence requests" count={`${page.status.proven} of ${page.status.total} proven`} aside={<span className="text-xs text-muted">{counts.join(" · ")}</span>}>
        <RequestTable requests={page.requests} zone={zone} at={page.asOf.effectiveAt} places={{ evidenceHref: (id) => `/${org}/evidence/${id}`, faults, ...answerHref }} />
      </Section>
      {population.strip.length === 0 && population.current === null ? null : <Occurrences org={org} population={population} zone={zone} mayPerform={may.perform && past === undefined} past={past} />}
      {past !== undefined ? null : (
        <Section title="Newest evidence" count={evidence.length === 0 ? "none" : evidence.length} aside={<Link className="link" href={`/${org}/evidence?control=${page.code}`}>All evidence of {page.code}</Link>}>
          <EvidenceTable rows={evidence} zone={zone} hrefOf={(row) => `/${org}/evidence/EV-${row.number}`} empty={<EmptyState kind="first" title="Nothing has been collected">Evidence answers one or more of the requests above. An auditor relies on nothing else.</EmptyState>} />
        </Section>
      )}
    </>
  );
}

function Occurrences({ org, population, zone, mayPerform, past }: { org: string; population: ControlPopulation; zone: string; mayPerform: boolean; past: Past | undefined }) {
  const { code, current } = population;
  const controlHref = `/${org}/controls/${code}`;
  const act = mayPerform && current !== null && OWED_STATES.includes(current.state) ? { act: <LinkButton href={`${controlHref}/occurrences/${current.firstDay}`}>Perform {windowName(current)}</LinkButton> } : {};
  const kept = keptDay(past);
  return <OccurrenceSection population={population} zone={zone} hrefOf={(firstDay) => hrefWith(`${controlHref}/occurrences/${firstDay}`, {}, kept)} listHref={hrefWith(`/${org}/occurrences`, {}, { control: code, ...kept })} {...act} />;
}

function Guidance({ org, page, version, may, past }: { org: string; page: ControlPage; version: ControlVersionRow; may: ControlPermissions; past: boolean }) {
  return (
    <>
      <ControlGuidance version={version} />
      <ControlLinks version={version}>{may.manage && !past && page.retirement === null ? <LinkForm action={attachLinkAction.bind(null, org)} controlId={page.id} /> : null}</ControlLinks>
    </>
  );
}
