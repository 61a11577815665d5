import type { Metadata } from "next";
import Link from "next/link";
import { RULE_STATUS, RuleFacts } from "#app/_evidence/rule-facts.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { listRules, type AcceptanceRules } from "#lib/acceptance/index.ts";
import { ruleName } from "#lib/acceptance/client.ts";
import { SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { approveRuleAction, declineRuleAction, endRuleAction, proposeRuleAction } from "./actions.ts";
import { ProposeForm } from "./propose-form.tsx";
import { RuleActs } from "./rule-acts.tsx";

export const metadata: Metadata = { title: "Acceptance rules" };

/** Trust is offered for a quarter: it is looked at again with the next period. */
const OFFERED_DAYS = 92;

export default async function AcceptanceRulesPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const { rules, keys, requests } = await listRules(context, {});
    const zone = organization.timeZone;
    const today = dayOf(context.clock.now(), zone);
    const open = rules.filter((rule) => rule.standing === "proposed");
    const mine = open.filter((rule) => rule.canApprove).length;
    const inForce = rules.filter((rule) => rule.standing === "in_force").length;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Evidence", href: `/${org}/evidence` }, { label: "Acceptance rules" }]}
        facts={[
          { kind: "next", label: "Next to act", value: mine > 0 ? `You, on ${mine}` : open.length > 0 ? "Another person, to approve" : "Nobody" },
          { kind: "sees", label: "Auditor sees", value: "the rule at each evidence that it accepted" },
        ]}
      >
        <PageTitle title="Acceptance rules" note={`${inForce} in force`} />
        <p className="max-w-[72ch] pt-2 text-muted">What comes from a trusted source is accepted by a rule and shown so, never as a person’s review. A file in which anything was found, that is of another type than its name says, or that nobody looked into goes to the <Link className="link" href={`/${org}/evidence/review`}>inbox</Link> all the same. The words of a person are never trusted.</p>
        {rules.length === 0 ? <div className="mt-6"><EmptyState kind="first" title="No source is trusted">Every evidence that a person or a machine hands in is judged by somebody.</EmptyState></div> : (
          <ul className="mt-4 grid">{rules.map((rule) => <Rule key={rule.id} org={org} rule={rule} zone={zone} />)}</ul>
        )}
        <Section title="Trust a source" flush={false}>
          <ProposeForm
            action={proposeRuleAction.bind(null, org)} keys={keys} today={today} lastDay={addDays(today, OFFERED_DAYS)}
            kinds={Object.entries(SOURCE_KIND_WORDS).map(([value, label]) => ({ value, label }))}
            requests={requests.map((one) => ({ value: one.id, label: `${one.code}, ${one.title}` }))}
          />
        </Section>
      </PageFrame>
    );
  });
}

function Rule({ org, rule, zone }: { org: string; rule: AcceptanceRules["rules"][number]; zone: string }) {
  return (
    <li className="grid gap-x-8 gap-y-3 border-b border-line-soft py-4 lg:grid-cols-[minmax(0,1fr)_320px]">
      <div className="min-w-0">
        <h2 className="flex flex-wrap items-baseline gap-x-3 text-base"><span className="mono">{ruleName(rule.number)}</span> <StatusInline status={RULE_STATUS[rule.standing].status} word={RULE_STATUS[rule.standing].word} /></h2>
        <div className="mt-2"><RuleFacts rule={rule} zone={zone} controlHref={(code) => `/${org}/controls/${code}`} /></div>
      </div>
      <RuleActs rule={{ id: rule.id, name: ruleName(rule.number), standing: rule.standing, canApprove: rule.canApprove }} approve={approveRuleAction.bind(null, org)} decline={declineRuleAction.bind(null, org)} end={endRuleAction.bind(null, org)} />
    </li>
  );
}
