import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { addressValue } from "#app/_list/address-value.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { formatDays } from "#app/_ui/format-time.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import { readAlertLines } from "#lib/alerts/index.ts";
import { huntName } from "#lib/hunts/client.ts";
import { listHuntMatches, readHunt, readHuntMatch, type HuntView } from "#lib/hunts/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { RefreshWhileReading } from "../../../logs/[segment]/refresh-while-reading.tsx";
import { cancelHuntAction, pauseHuntAction, raiseMatchesAction, resumeHuntAction } from "../actions.ts";
import { huntDays } from "../hunt-list.tsx";
import { counted, HUNT_CHOICE_WORDS, HuntState } from "../hunt-state.tsx";
import { HuntActs, RaiseForm } from "./hunt-acts.tsx";
import { HuntFigures, HuntStanding, UnreadSegments } from "./hunt-reading.tsx";
import { MatchRecord } from "./match-record.tsx";
import { MatchTable } from "./match-table.tsx";

export const metadata: Metadata = { title: "Retro-hunt" };

/** Texts beyond which their list scrolls by itself: a hunt with every rule has hundreds. */
const LISTED = 12;

type Place = { org: string; path: string; query: Query; zone: string };

export default async function HuntPage({ params, searchParams }: { params: Promise<{ org: string; hunt: string }>; searchParams: Promise<Query> }) {
  const { org, hunt: huntId } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const { name, timeZone } = await readOrganization(context, {});
    const hunt = await readHunt(context, { huntId });
    const place = { org, path: `/${org}/rules/hunts/${hunt.id}`, query, zone: timeZone };
    const matchId = addressValue(query, "panel");
    const runs = hunt.state.status === "queued" || hunt.state.status === "running";
    // Beside a match there is room for the list alone.
    const body = (
      <>
        <HuntStanding hunt={hunt} />
        <HuntFigures hunt={hunt} />
        <Found context={context} hunt={hunt} place={place} matchId={matchId} />
        <UnreadSegments hunt={hunt} org={org} />
      </>
    );
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Rules", href: `/${org}/rules` }, { label: "Retro-hunts", href: `/${org}/rules/hunts` }, { label: huntName(hunt.number) }]}
        facts={[{ kind: "next", label: "Next to act", value: nextOf(hunt) }, { kind: "sees", label: "Auditor sees", value: "alerts that were raised" }]}
      >
        <PageTitle title={hunt.reason} code={huntName(hunt.number)} actions={hunt.may.steer ? <HuntActs key={hunt.state.status} huntId={hunt.id} status={hunt.state.status} pause={pauseHuntAction.bind(null, org)} resume={resumeHuntAction.bind(null, org)} cancel={cancelHuntAction.bind(null, org)} /> : undefined} />
        <RefreshWhileReading reading={runs} />
        {matchId === undefined ? <WithRail rail={<Rail hunt={hunt} zone={timeZone} textsHref={`/${org}/rules/texts`} />}>{body}</WithRail> : body}
        {matchId === undefined ? null : <OneMatch context={context} hunt={hunt} place={place} matchId={matchId} />}
      </PageFrame>
    );
  });
}

function nextOf({ state: { status, matches }, byRule }: HuntView): string {
  if (status === "queued" || status === "running") return "Tickmark reads";
  if (status === "paused" || status === "failed") return "Security: resume or cancel it";
  const left = matches - byRule.reduce((sum, { raised }) => sum + raised, 0);
  return left > 0 ? `Security: ${counted(left, "match", "matches")} not raised` : "Nobody";
}

async function Found({ context, hunt, place: { org, path, query, zone }, matchId }: { context: Context; hunt: HuntView; place: Place; matchId: string | undefined }) {
  const [rule, raised, cursor] = [addressValue(query, "rule"), addressValue(query, "raised"), addressValue(query, "after")];
  const page = await listHuntMatches(context, { huntId: hunt.id, ruleKey: rule, raised: raised === "yes" ? true : raised === "no" ? false : undefined, cursor });
  const left = hunt.byRule.reduce((sum, one) => sum + one.matches - one.raised, 0);
  const any = (label: string, field: string, current: boolean) => ({ label, href: hrefWith(path, query, { [field]: null, panel: null }), current });
  const none = hunt.state.matches > 0
    ? <EmptyState kind="no_result" title="No match is left by the filters">Others exist.</EmptyState>
    : hunt.state.status === "finished" ? <EmptyState kind="done" title="Nothing was found">In what was read, these rules match no line.</EmptyState> : <EmptyState kind="first" title="Nothing was found yet">Matches appear while segments are read.</EmptyState>;
  return (
    <Section title="Matches" count="kept apart from alerts until somebody raises them" aside={hunt.may.raise && left > 0 ? <RaiseForm huntId={hunt.id} action={raiseMatchesAction.bind(null, org)} left={left} /> : undefined}>
      {hunt.state.matches === 0 ? null : (
        <FilterBar>
          <FilterMenu label="Rule" options={[any("Any rule", "rule", rule === undefined), ...hunt.byRule.map((one) => ({ label: one.title, count: one.matches, href: hrefWith(path, query, { rule: one.ruleKey, panel: null }), current: rule === one.ruleKey }))]} />
          <FilterMenu label="Alert" options={[any("Raised or not", "raised", raised === undefined), ...(["no", "yes"] as const).map((one) => ({ label: one === "yes" ? "Raised" : "Not raised", href: hrefWith(path, query, { raised: one, panel: null }), current: raised === one }))]} />
        </FilterBar>
      )}
      <MatchTable page={page} path={path} query={query} org={org} zone={zone} empty={none} {...(matchId === undefined ? {} : { current: matchId })} />
    </Section>
  );
}

async function OneMatch({ context, hunt, place: { org, path, query, zone }, matchId }: { context: Context; hunt: HuntView; place: Place; matchId: string }) {
  const match = await readHuntMatch(context, { matchId });
  if (match.huntId !== hunt.id) throw notFound("match");
  const lines = await readAlertLines(context, match);
  const raise = hunt.may.raise ? <RaiseForm key={match.id} huntId={hunt.id} matchId={match.id} action={raiseMatchesAction.bind(null, org)} left={0} /> : null;
  return <MatchRecord match={match} lines={lines} org={org} zone={zone} closeHref={hrefWith(path, query, { panel: null })} raise={raise} />;
}

function Rail({ hunt, zone, textsHref }: { hunt: HuntView; zone: string; textsHref: string }) {
  const { firstDay, lastDay } = huntDays(hunt);
  return (
    <>
      <RailSection>
        <HuntState hunt={hunt} />
        <div className="mt-3">
          <KeyValue items={[
            { key: "Days", value: `${formatDays(firstDay, lastDay)}, ${hunt.timeZone}` },
            { key: "Sources", value: hunt.sources.length === 0 ? "every source" : hunt.sources.join(", ") },
            { key: "Looks with", value: `${HUNT_CHOICE_WORDS[hunt.choice]}${hunt.state.rules === null ? "" : `, ${counted(hunt.state.rules, "rule")}`}` },
            { key: "Asked by", value: <>{hunt.requestedByName}, <Timestamp at={hunt.requestedAt} zone={zone} /></> },
            ...(hunt.state.endedAt === null ? [] : [{ key: "Ended", value: <Timestamp at={hunt.state.endedAt} zone={zone} /> }]),
          ]} />
        </div>
      </RailSection>
      <RailSection title={`Texts (${numberText(hunt.textCount)})`}>
        <ul className={hunt.texts.length > LISTED ? "grid max-h-[360px] gap-1.5 overflow-y-auto" : "grid gap-1.5"} {...(hunt.texts.length > LISTED ? { tabIndex: 0, "aria-label": "Texts" } : {})}>{hunt.texts.map(({ path, title, sha256 }) => <li key={path}>{path.startsWith("rtx_") ? <Link prefetch={false} className="link" href={`${textsHref}/${path}`}>{title}</Link> : title} <span className="mono text-xs text-muted">{sha256.slice(0, 8)}</span></li>)}</ul>
        {hunt.textCount > hunt.texts.length ? <p className="pt-1.5 text-muted">and {numberText(hunt.textCount - hunt.texts.length)} more</p> : null}
      </RailSection>
    </>
  );
}
