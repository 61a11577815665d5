import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { OccurrenceRail } from "#app/_occurrence/occurrence-rail.tsx";
import { PerformanceRecord } from "#app/_occurrence/performance-record.tsx";
import { windowDays, windowName } from "#app/_occurrence/window-text.ts";
import { PastBar } from "#app/_past/past-bar.tsx";
import { instantsOf, keptDay, pastOf } from "#app/_past/past.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { evidenceReference, SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import { readFileFaults } from "#lib/evidence/index.ts";
import { OWED_STATES } from "#lib/occurrences/client.ts";
import { readOccurrence, type OccurrencePage } from "#lib/occurrences/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { readOwner } from "#lib/ownership/index.ts";
import { performAction, reviewAction } from "./actions.ts";
import { PerformForm } from "./perform-form.tsx";
import { ReviewForm } from "./review-form.tsx";

type PageProps = { params: Promise<{ org: string; control: string; window: string }>; searchParams: Promise<Query> };

export async function generateMetadata({ params }: Pick<PageProps, "params">): Promise<Metadata> {
  return { title: `Occurrence of ${(await params).control}` };
}

export default async function OccurrenceRecordPage({ params, searchParams }: PageProps) {
  const { org, control: code, window } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const now = context.clock.now();
    const past = pastOf(query, organization.timeZone, now);
    const kept = keptDay(past);
    const page = await readOccurrence(context, { controlCode: code, window, ...instantsOf(past) });
    const faults = await readFileFaults(context, { evidenceIds: page.performances.flatMap((one) => one.evidence.map(({ id: evidenceId }) => evidenceId)) });
    const owner = await readOwner(context, { controlId: page.control.id, ...instantsOf(past) });
    const { actor } = context;
    const holds = (permission: "occurrences.perform" | "occurrences.review"): boolean => actor.kind === "member" && roleHolds(actor.role, permission);
    const home = `/${org}/controls/${code}`;
    const controlHref = hrefWith(home, {}, kept);
    const path = `${home}/occurrences/${window}`;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Controls", href: hrefWith(`/${org}/controls`, {}, kept) }, { label: code, href: controlHref }, { label: windowName(page.occurrence) }]}
        facts={[
          { kind: "period", label: "Window", value: windowDays(page.occurrence) },
          { kind: "next", label: "Next to act", value: past === undefined ? nextOf(page, owner?.name) : "Nobody: this is the past" },
          { kind: "sees", label: "Auditor sees", value: "this record" },
        ]}
      >
        <PageTitle title={page.control.title} code={code} note={windowName(page.occurrence)} />
        <PastBar path={path} query={query} past={past} now={now} zone={organization.timeZone} />
        <WithRail rail={<OccurrenceRail page={page} controlHref={controlHref} hrefOf={(day) => hrefWith(`${home}/occurrences/${day}`, {}, kept)} />}>
          <p className="max-w-[70ch] pt-4 text-lg text-pretty">{page.statement}</p>
          {past === undefined && OWED_STATES.includes(page.occurrence.state) ? <Perform org={org} page={page} may={holds("occurrences.perform")} /> : null}
          {past !== undefined && page.performances.length === 0 ? <Section title="Not performed by then" flush={false}><p className="pt-3 text-muted">Nothing had been recorded of this window.</p></Section> : null}
          {page.performances.map((one) => <PerformanceRecord key={one.id} performance={one} standing={one.id === page.standingId} zone={page.timeZone} evidenceHref={(reference) => `/${org}/evidence/${reference}`} faults={faults} />)}
          {past === undefined && page.standingId !== null && holds("occurrences.review") ? <Review org={org} page={page} performanceId={page.standingId} /> : null}
        </WithRail>
      </PageFrame>
    );
  });
}

function nextOf({ occurrence: { state } }: OccurrencePage, owner: string | undefined): string {
  if (state === "performed") return "A reviewer";
  return OWED_STATES.includes(state) ? (owner ?? "Nobody yet: name an owner") : "Nobody";
}

function Perform({ org, page, may }: { org: string; page: OccurrencePage; may: boolean }) {
  const { control, occurrence, timeZone, today, choices } = page;
  if (!may) return <Section title="Not performed yet" flush={false}><EmptyState kind="first" title="Somebody else performs this">The control’s owner, or who manages compliance, records here what was done.</EmptyState></Section>;
  return (
    <Section title="Record what was done" flush={false}>
      <PerformForm
        key={page.performances.length}
        action={performAction.bind(null, org)}
        controlId={control.id}
        window={occurrence.firstDay}
        today={today}
        addHref={`/${org}/evidence/new?control=${control.code}`}
        choices={choices.map((one) => ({ id: one.id, label: `${evidenceReference(one.number)} ${one.title}`, hint: `${SOURCE_KIND_WORDS[one.sourceKind]}, collected ${formatInstant(one.collectedAt, timeZone, "date")}` }))}
      />
    </Section>
  );
}

function Review({ org, page: { occurrence, isOwnWork }, performanceId }: { org: string; page: OccurrencePage; performanceId: string }) {
  return (
    <Section title="Review" flush={false}>
      {isOwnWork ? <p className="pt-3 text-muted">You performed this, had it performed in your stead, or submitted what it rests on. Somebody else has to review it.</p>
        : <ReviewForm key={`${performanceId}-${occurrence.state}`} action={reviewAction.bind(null, org)} performanceId={performanceId} state={occurrence.state === "performed" ? "awaiting" : "accepted"} />}
    </Section>
  );
}
