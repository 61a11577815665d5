import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { ProposalActs } from "#app/_proposal/proposal-acts.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { ruleWords } from "#lib/reconciliation/client.ts";
import { readDefinition, type Definitions, type DefinitionView } from "#lib/reconciliation/index.ts";
import { approveDefinitionAction, declineDefinitionAction, proposeDefinitionAction } from "./actions.ts";
import { DefineForm } from "./define-form.tsx";

export const metadata: Metadata = { title: "Population" };

/** What the population is: types of resources, and what of them is in scope and production. */
export default async function DefinitionPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const zone = organization.timeZone;
    const found = await readDefinition(context, {});
    const open = found.versions.find(({ decision }) => decision === null);
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "inventory.define");
    const home = `/${org}/reconciliation`;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Reconciliation", href: home }, { label: "Population" }]}
        facts={[
          { kind: "next", label: "Next to act", value: open === undefined ? "Nobody" : open.canApprove && may ? `You, on version ${open.version}` : "Another person, to approve" },
          { kind: "sees", label: "Visible to", value: "Your people, not auditors" },
        ]}
      >
        <PageTitle title="Population" note="Which resources the controls speak of" />
        <p className="max-w-[72ch] pt-2 text-muted">Resources of these types are the population. Of the rules below the first that decides something is right; what none decides is in scope, and production. Each version holds from its approval on: a past day is reconciled by the one that held then.</p>
        <Section title="In force" count={found.inForce === null ? "none yet" : `version ${found.inForce.version}`} flush={false}>
          {found.inForce === null ? <EmptyState kind="first" title="Nobody has defined it yet">Whatever is called an instance, host, server or virtual machine counts, all of it in scope and production.</EmptyState> : <Version definition={found.inForce} zone={zone} />}
        </Section>
        {open === undefined ? null : (
          <Section title="Proposed" count={`version ${open.version}`} flush={false}>
            <Version definition={open} zone={zone} />
            {may ? <ProposalActs proposal={open} approve={approveDefinitionAction.bind(null, org)} decline={declineDefinitionAction.bind(null, org)} /> : null}
          </Section>
        )}
        {may && open === undefined ? <Section title="Propose the next version" flush={false}><DefineForm key={found.inForce?.version ?? 0} action={proposeDefinitionAction.bind(null, org)} types={found.inForce?.types ?? []} rules={found.inForce?.rules ?? []} /></Section> : null}
        <Types types={found.types} />
        <History versions={found.versions} zone={zone} />
      </PageFrame>
    );
  });
}

function Version({ definition: { types, rules, reason, proposedByName, proposedAt, decision }, zone }: { definition: DefinitionView; zone: string }) {
  return (
    <div className="grid gap-2 pt-2">
      <p><span className="text-muted">Types</span> <span className="mono">{types.join(", ")}</span></p>
      {rules.length === 0 ? <p className="text-muted">No rule: everything is in scope, and production.</p> : (
        <ol className="list-decimal pl-6">
          {rules.map((rule) => { const words = ruleWords(rule); return <li key={JSON.stringify(rule)} className="py-1"><span className="font-medium">{words.decides === "" ? "decides nothing" : words.decides}</span> where {words.holds}. <span className="text-muted">{rule.because}</span></li>; })}
        </ol>
      )}
      <p className="text-muted">{reason} Proposed by {proposedByName}, <Timestamp at={proposedAt} zone={zone} />{decision === null ? "." : <>; {decision.decision} by {decision.decidedByName}{decision.alone ? ", since nobody else could" : ""}, <Timestamp at={decision.decidedAt} zone={zone} />.{decision.reason === "" ? null : ` ${decision.reason}`}</>}</p>
    </div>
  );
}

function Types({ types }: { types: Definitions["types"] }) {
  if (types.length === 0) return null;
  return (
    <Section title="Types that were collected" count={numberText(types.length)} flush={false}>
      <ul className="grid gap-1 pt-2 sm:columns-2">{types.map(({ type, count }) => <li key={type} className="break-inside-avoid"><span className="mono">{type}</span> <span className="num text-muted">{numberText(count)}</span></li>)}</ul>
    </Section>
  );
}

function History({ versions, zone }: { versions: readonly DefinitionView[]; zone: string }) {
  if (versions.length === 0) return null;
  return (
    <Section title="Versions" count={numberText(versions.length)} flush={false}>
      <ul className="grid gap-1 pt-2">
        {versions.map(({ id, version, decision, proposedByName, proposedAt, reason }) => (
          <li key={id}><span className="mono">v{version}</span> <StatusInline status={decision === null ? "due_soon" : decision.decision === "approved" ? "pass" : "not_applicable"} word={decision === null ? "Proposed" : decision.decision === "approved" ? "Approved" : "Declined"} /> <span className="text-muted">by {proposedByName}, <Timestamp at={proposedAt} zone={zone} show="date" />. {reason}</span></li>
        ))}
      </ul>
    </Section>
  );
}
