import Link from "next/link";
import { LinkButton } from "#app/_ui/button.tsx";
import { CountStrip } from "#app/_ui/count-strip.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Progress } from "#app/_ui/progress.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { segmentOf } from "#app/_ui/strip-segment.ts";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import { CHECK_LIMITS, isStands, STANDS, STANDS_STATUS } from "#lib/check-runs/client.ts";
import type { CheckView } from "#lib/check-runs/index.ts";
import { RefreshWhileReading } from "../logs/[segment]/refresh-while-reading.tsx";
import { proposeAcceptanceAction, runNowAction, setParametersAction } from "./actions.ts";
import { Acceptances } from "./acceptances.tsx";
import { ParametersForm, ProposeForm, RunForm } from "./check-forms.tsx";
import { StandingList } from "./standing-list.tsx";

export type CheckMay = { run: boolean; configure: boolean; accept: boolean; submit: boolean; findings: boolean };
export type RecordProps = { org: string; check: CheckView; zone: string; may: CheckMay; only: string | undefined; /** The results begin behind others. */ paged: boolean; memberId: string };

/** One check: what it judges and what to do, how each thing stands, what changed, its versions and accepted risks. */
export function CheckRecord(props: RecordProps) {
  const { org, check, may } = props;
  const [newest] = check.runs;
  return (
    <>
      <PageTitle title={check.title} actions={may.submit && newest !== undefined ? <LinkButton href={`/${org}/evidence/new?source=check:${newest.id}`}>Use as evidence</LinkButton> : undefined} />
      <p className="max-w-[72ch] pb-4 text-muted">{check.metadata.explains}</p>
      <RefreshWhileReading reading={check.underWay !== null} />
      {check.underWay === null ? null : <div className="max-w-[520px] pt-3"><Progress label="Checks run" done={Math.round(check.underWay.progress * 100)} of={100} step={check.underWay.step === "" ? "Waiting for a worker" : check.underWay.step} /></div>}
      {check.status === "stale" ? <Banner tone="caution" title="What this rests on is out of date.">Nothing was collected in time since the last run: how everything stands now is not known.</Banner> : null}
      <WithRail rail={<Rail {...props} />}>
        <StandingList {...props} />
        <Section title="What to do about a failure" flush={false}><p className="max-w-[72ch] pt-2">{check.metadata.remediation}</p></Section>
        <Acceptances {...props} />
        {may.run && check.counts.fail > 0 ? <Section title="Propose to accept the risk" flush={false}><ProposeForm action={proposeAcceptanceAction.bind(null, org)} checkId={check.id} things={check.standing.filter((one) => one.stands === "fail").map(({ connectionId, resource, name }) => ({ value: `${connectionId} ${resource}`, label: name }))} /></Section> : null}
        <Parameters {...props} />
        <Changes {...props} />
        <Runs {...props} />
        <Versions {...props} />
      </WithRail>
    </>
  );
}

function Rail({ org, check, zone, may }: RecordProps) {
  const served = Object.entries(check.metadata.requirements).map(([edition, items]) => `${edition} ${items.join(", ")}`);
  return (
    <>
      <RailSection title="Check">
        <KeyValue items={[
          { key: "State", value: <StatusInline status={check.status} word={check.word} /> },
          { key: "Severity", value: <Severity level={check.severity} /> },
          { key: "Judges", value: <code className="break-all">{check.metadata.subject.type ?? check.metadata.subject.kind}</code> },
          { key: "Last run", value: check.lastRunAt === null ? "never" : <Timestamp at={check.lastRunAt} zone={zone} show="minute" /> },
        ]} />
        <div className="pt-3"><CountStrip label="How everything stands" segments={STANDS.map((word) => segmentOf(STANDS_STATUS[word].status, check.counts[word], STANDS_STATUS[word].word))} /></div>
        {may.run && check.underWay === null ? <div className="pt-3"><RunForm action={runNowAction.bind(null, org)} checkId={check.id} /></div> : null}
        {may.findings && check.counts.fail > 0 ? <p className="pt-2"><Link prefetch={false} className="link" href={`/${org}/findings?source=check`}>Findings of checks</Link></p> : null}
      </RailSection>
      <RailSection title="Serves">
        <ul className="grid gap-1">{served.map((one) => <li key={one} className="break-words">{one}</li>)}</ul>
        {check.controls.length === 0 ? <p className="pt-2 text-muted">No control is mapped to them.</p> : <p className="pt-2">Evidence for {check.controls.map(({ id, code }, index) => <span key={id}>{index === 0 ? "" : ", "}<Link prefetch={false} className="link" href={`/${org}/controls/${code}`}>{code}</Link></span>)}</p>}
      </RailSection>
      <RailSection title="It needs">
        <ul className="grid gap-1 text-muted">{check.metadata.needs.map((one) => <li key={one}><code className="break-all">{one}</code></li>)}</ul>
        <p className="pt-2 text-muted">Without their answers it cannot run{check.metadata.when_disabled === "fail" ? "; where the service is off, it fails" : ""}.</p>
      </RailSection>
    </>
  );
}

function Parameters({ org, check, may }: RecordProps) {
  const fields = Object.entries(check.metadata.parameters).map(([name, { explains, unit, least, most }]) => ({ name, explains, unit, least, most, value: check.parameters[name] ?? least }));
  if (fields.length === 0) return null;
  return (
    <Section title="Parameters" flush={false}>
      {may.configure ? <ParametersForm key={check.versions[0]?.version ?? 0} action={setParametersAction.bind(null, org)} checkId={check.id} fields={fields} /> : <KeyValue items={fields.map(({ explains, unit, value }) => ({ key: explains, value: `${numberText(value)} ${unit}` }))} />}
    </Section>
  );
}

const RUNS_SHOWN = 20;
/** How many there are; where not all were read, that these are the newest. */
const countText = (count: number, most: number): string => (count >= most ? `the newest ${numberText(most)}` : numberText(count));

const stateSign = (state: string) => (isStands(state) ? <StatusInline {...STANDS_STATUS[state]} /> : <StatusInline status="not_applicable" word="Gone" />);

function Changes({ check, zone }: RecordProps) {
  return (
    <Section title="History" count={countText(check.changes.length, CHECK_LIMITS.shown)} flush={false}>
      {check.changes.length === 0 ? <p className="pt-2 text-muted">Nothing has stood otherwise yet.</p> : (
        <ul className="grid gap-2 pt-2">
          {check.changes.map(({ id, name, resource, state, before, reason, version, at, connectionName }) => (
            <li key={id} className="grid gap-0.5">
              <span className="flex flex-wrap items-center gap-x-3"><Timestamp at={at} zone={zone} show="minute" />{stateSign(state)}<span className="font-medium break-all">{name === "" ? resource : name}</span></span>
              <span className="wrap-anywhere text-muted">{before === null ? "" : `Before: ${(isStands(before) ? STANDS_STATUS[before].word : before).toLowerCase()}. `}{reason} {connectionName}, version {version}.</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Runs({ org, check, zone, may }: RecordProps) {
  if (check.runs.length === 0) return null;
  return (
    <Section title="Runs" count={countText(check.runs.length, RUNS_SHOWN)} flush={false}>
      <ul className="grid gap-1 pt-2">
        {check.runs.slice(0, RUNS_SHOWN).map(({ id, number, endedAt, failed, errors, passed, excepted, version }) => (
          <li key={id} className="flex flex-wrap gap-x-3"><span className="mono">CHK-{number}</span><Timestamp at={endedAt} zone={zone} show="minute" /><span>{numberText(failed)} fail{excepted > 0 ? ` (${numberText(excepted)} accepted)` : ""}, {numberText(errors)} could not run, {numberText(passed)} pass</span><span className="text-muted">version {version}</span>{may.submit ? <Link prefetch={false} className="link" href={`/${org}/evidence/new?source=check:${id}`}>Use as evidence</Link> : null}</li>
        ))}
      </ul>
    </Section>
  );
}

function Versions({ check, zone }: RecordProps) {
  if (check.versions.length === 0) return null;
  return (
    <Section title="Versions" count={countText(check.versions.length, CHECK_LIMITS.shown)} flush={false}>
      <ul className="grid gap-1 pt-2">
        {check.versions.map(({ version, parameters, reason, madeByName, madeAt, codeSha256 }) => (
          <li key={version}><span className="mono">v{version}</span> <Timestamp at={madeAt} zone={zone} show="minute" /> <span className="text-muted">{reason} {madeByName}. Code <code>{codeSha256.slice(0, 12)}</code>{Object.keys(parameters).length === 0 ? "" : `, ${Object.entries(parameters).map(([name, value]) => `${name} ${value}`).join(", ")}`}.</span></li>
        ))}
      </ul>
    </Section>
  );
}
