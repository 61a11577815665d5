import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { LogLines } from "#app/_ui/log-lines.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { readRule, type RuleView } from "#lib/rules/index.ts";
import { setRuleStandingAction } from "../actions.ts";
import { RULE_STATE_WORDS } from "../rule-state.tsx";
import { RuleExamples } from "./rule-examples.tsx";
import { RuleRail } from "./rule-rail.tsx";
import { StandingForm } from "./standing-form.tsx";

export const metadata: Metadata = { title: "Rule" };

export default async function RulePage({ params }: { params: Promise<{ org: string; key: string }> }) {
  const { org, key } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const rule = await readRule(context, { ruleKey: keyOf(key) });
    const role = context.actor.kind === "member" ? context.actor.role : null;
    // Only a text that was run is a record that evidence can rest on.
    const wasRun = rule.versions.find((version) => version.sha256 === rule.sha256);
    const zone = organization.timeZone;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Rules", href: `/${org}/rules` }, { label: rule.title }]}
        facts={[
          { kind: "next", label: "Next to act", value: nextOf(rule) },
          { kind: "sees", label: "Auditor sees", value: "it once it is accepted as evidence" },
        ]}
      >
        <PageTitle
          title={rule.title}
          actions={
            <>
              {role !== null && roleHolds(role, "rules.manage") && rule.state !== "retired" ? <StandingForm action={setRuleStandingAction.bind(null, org)} ruleKey={rule.ruleKey} state={rule.state} /> : null}
              {role !== null && roleHolds(role, "rules.manage") && rule.state !== "retired" ? (
                <>
                  {rule.info?.kind === "event" || rule.tuning !== null ? <LinkButton href={`/${org}/rules/workshop?tune=${encodeURIComponent(rule.ruleKey)}`}>Tune</LinkButton> : null}
                  <LinkButton href={`/${org}/rules/workshop?rule=${encodeURIComponent(rule.ruleKey)}`}>{rule.origin === "shipped" ? "Replace with your own" : "Edit"}</LinkButton>
                </>
              ) : null}
              {role !== null && roleHolds(role, "hunts.run") && rule.state !== "retired" ? <LinkButton href={`/${org}/rules/hunts/new?rule=${encodeURIComponent(rule.ruleKey)}`}>Run over stored logs</LinkButton> : null}
              {wasRun !== undefined && role !== null && roleHolds(role, "evidence.submit") ? <LinkButton href={`/${org}/evidence/new?source=rule:${wasRun.id}`}>Use as evidence</LinkButton> : null}
            </>
          }
        />
        <WithRail rail={<RuleRail org={org} rule={rule} zone={zone} />}>
          <About rule={rule} />
          <RuleExamples tests={rule.tests} read={rule.info !== null} />
          <Section title="Text" count="the whole file that the rule stands in, as it was compiled">
            <LogLines label="Text of the rule, YAML" lines={linesOf(rule.text)} />
          </Section>
        </WithRail>
      </PageFrame>
    );
  });
}

function nextOf({ state }: RuleView): string {
  if (state === "not_run_yet") return "The next log brings it into force";
  if (state === "failing") return "Security: it misses its own examples";
  return state === "disabled" || state === "quarantined" ? "Security: its controls have a gap" : "Nobody";
}

/** The key in the address. @throws AppError not_found when it is no text */
function keyOf(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) throw notFound("rule");
    throw error;
  }
}

function linesOf(text: string) {
  return text.replace(/\r?\n$/, "").split(/\r?\n/).map((line, at) => ({ number: at + 1, parts: [line] }));
}

/** What the rule looks for, in its author's words. */
function About({ rule: { info, state, standings: [standing] } }: { rule: RuleView }) {
  return (
    <div className="grid gap-3">
      {info === null ? <Banner tone="fault" title="This text can no longer be read.">It was run as it stands below; today’s engine refuses it, so its examples cannot be run.</Banner> : null}
      {state === "not_run_yet" ? <Banner tone="inert" title="Not run yet.">No log has been read with this text. It takes part from the next segment on.</Banner> : null}
      {state === "disabled" || state === "quarantined" ? <Banner tone="fault" title={`${RULE_STATE_WORDS[state]}: it raises no alerts.`}>{standing === undefined ? "" : `${standing.by}: ${standing.reason}`} Its controls have a gap until it is enabled again.</Banner> : null}
      {state === "failing" ? <Banner tone="fault" title="Failing: it does not find its own examples any more.">{standing?.reason} What it still finds is raised. A parser, a tuning or the rule changed; its controls have a gap until the examples fire again, which is tried every day and after each change.</Banner> : null}
      {state === "retired" ? <Banner tone="inert" title="Retired.">It is in force no longer. Alerts that it raised keep it.</Banner> : null}
      {info?.description == null ? null : <p className="max-w-[72ch]">{info.description}</p>}
      {info === null || info.falsePositives.length === 0 ? null : (
        <div>
          <p className="text-muted">Also raised by</p>
          <ul className="list-disc pl-5">{info.falsePositives.map((one) => <li key={one}>{one}</li>)}</ul>
        </div>
      )}
    </div>
  );
}
