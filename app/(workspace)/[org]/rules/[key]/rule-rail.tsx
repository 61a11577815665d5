import Link from "next/link";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection } from "#app/_ui/with-rail.tsx";
import { RULE_STANDING_WORDS } from "#lib/rules/client.ts";
import type { RuleView } from "#lib/rules/index.ts";
import { firedText, RuleState, tagText } from "../rule-state.tsx";

/** The facts of a rule: its state, how often it fired, what it serves, and the texts that were run. */
export function RuleRail({ org, rule, zone }: { org: string; rule: RuleView; zone: string }) {
  const { info } = rule;
  // A rule that states none is under the licence of the archive it came in.
  const [author, license] = [info?.author ?? rule.ownText?.author ?? null, info?.license ?? rule.ownText?.license ?? null];
  const raisesAlerts = info?.raisesHits ?? true;
  const alertsHref = `/${org}/alerts?rule=${encodeURIComponent(rule.ruleKey)}`;
  const fired = firedText({ alerts: rule.alerts, raisesAlerts, state: rule.state });
  return (
    <>
      <RailSection title="Rule">
        <KeyValue items={[
          { key: "State", value: <RuleState state={rule.state} /> },
          { key: "Comes from", value: originText(rule) },
          { key: "Severity", value: <Severity level={rule.severity} /> },
          { key: "Alerts", value: rule.alerts === 0 ? fired : <Link prefetch={false} className="link" href={alertsHref}>{fired}</Link> },
          { key: "Last fired", value: rule.lastRaisedAt === null ? "never" : <Timestamp at={rule.lastRaisedAt} zone={zone} /> },
          { key: "Controls", value: <Controls org={org} codes={rule.controlCodes} /> },
          { key: "ATT&CK", value: rule.tags.length === 0 ? "none stated" : rule.tags.map(tagText).join(", ") },
          ...(author === null ? [] : [{ key: "Author", value: author }]),
          ...(license === null ? [] : [{ key: "Licence", value: license }]),
          { key: "Identifier", value: <code className="mono break-all">{rule.ruleKey}</code> },
          { key: "SHA-256", value: <Hash value={rule.sha256} /> },
        ]} />
      </RailSection>
      {rule.standings.length === 0 ? null : (
        <RailSection title="Switched">
          <ul className="grid gap-1.5">{rule.standings.map((one, at) => <li key={at} className="grid grid-cols-[56px_minmax(0,1fr)] gap-2"><span className="text-muted"><Timestamp at={one.at} zone={zone} show="day" /></span><span>{RULE_STANDING_WORDS[one.state]} by {one.by}<span className="block text-muted">{one.reason}</span></span></li>)}</ul>
        </RailSection>
      )}
      <RailSection title={`Texts that were run (${rule.versions.length})`}>
        {rule.versions.length === 0 ? <p className="text-muted">None yet.</p> : (
          <KeyValue items={rule.versions.map((version, at) => ({ key: version.sha256 === rule.sha256 ? "The text shown" : `Text ${rule.versions.length - at}`, value: <><Hash value={version.sha256} /> from <Timestamp at={version.recordedAt} zone={zone} show="date" /></> }))} />
        )}
      </RailSection>
    </>
  );
}

function originText({ origin, ownText, tuning }: RuleView): string {
  const from = origin === "shipped" ? "Tickmark" : origin === "own" ? `this organization, version ${ownText?.version ?? 1}` : "an imported archive";
  return tuning === null ? from : `${from}; tuned, version ${tuning.version}`;
}

function Controls({ org, codes }: { org: string; codes: readonly string[] }) {
  if (codes.length === 0) return "none stated";
  return <span className="flex flex-wrap gap-x-2">{codes.map((code) => <Link key={code} prefetch={false} className="link mono" href={`/${org}/controls/${code}`}>{code}</Link>)}</span>;
}
