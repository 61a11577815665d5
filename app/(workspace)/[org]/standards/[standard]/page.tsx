import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { ProposalActs } from "#app/_proposal/proposal-acts.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { StandardText } from "#app/_standard/standard-text.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import { roleHolds, type Permission } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { standardReference } from "#lib/standards/client.ts";
import { readStandard, readStandardChoices, type StandardVersionView, type StandardView } from "#lib/standards/index.ts";
import { approveStandardAction, declineStandardAction, proposeStandardAction } from "../actions.ts";
import { StandardForm } from "../standard-form.tsx";
import { HeldTypes } from "./held-types.tsx";

type PageProps = { params: Promise<{ org: string; standard: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { standard } = await params;
  return { title: /^STD-\d+$/.test(standard) ? standard : "Standard" };
}

const may = ({ actor }: Context, permission: Permission): boolean => actor.kind === "member" && roleHolds(actor.role, permission);

/** @throws AppError not_found for what is no reference */
function numberOf(reference: string): number {
  const digits = /^STD-(\d{1,9})$/.exec(reference)?.[1];
  if (digits === undefined) throw notFound("standard");
  return Number(digits);
}

/** One configuration standard: what is in force, what holds resources to it, what waits, and its versions. */
export default async function StandardPage({ params }: PageProps) {
  const { org, standard: reference } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const zone = organization.timeZone;
    const view = await readStandard(context, { number: numberOf(reference) });
    const { inForce, versions } = view;
    const newest = versions[0]!;
    const open = versions.find(({ decision }) => decision === null);
    const manages = may(context, "standards.manage");
    const choices = manages && open === undefined ? await readStandardChoices(context, {}) : null;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Standards", href: `/${org}/standards` }, { label: standardReference(view.number) }]}
        facts={[{ kind: "next", label: "Next to act", value: open === undefined ? (view.held.status === "fail" ? "The owners of the departures" : "Nobody") : open.canApprove && manages ? `You, on version ${open.version}` : "Another person, to approve" }, { kind: "sees", label: "Auditor sees", value: "A version that is used as evidence" }]}
      >
        <PageTitle title={(inForce ?? newest).title} actions={inForce !== null && may(context, "evidence.submit") ? <LinkButton href={`/${org}/evidence/new?source=standard:${inForce.id}`}>Use as evidence</LinkButton> : undefined} />
        <WithRail rail={<Rail view={view} zone={zone} />}>
          <Section title="In force" count={inForce === null ? "none" : `version ${inForce.version}`} flush={false}>
            {inForce === null ? <p className="pt-2 text-muted">Nothing is demanded by it now.</p> : <StandardText standard={inForce} controlHref={(code) => `/${org}/controls/${code}`} />}
          </Section>
          {open === undefined ? null : (
            <Section title="Proposed" count={`version ${open.version}`} flush={false}>
              <StandardText standard={open} controlHref={(code) => `/${org}/controls/${code}`} />
              <p className="pt-3 text-muted">{open.reason} Proposed by {open.proposedByName}, <Timestamp at={open.proposedAt} zone={zone} show="minute" />.</p>
              {manages ? <ProposalActs proposal={open} approve={approveStandardAction.bind(null, org)} decline={declineStandardAction.bind(null, org)} /> : null}
            </Section>
          )}
          <HeldTypes held={view.held} typesHref={(type) => hrefWith(`/${org}/inventory`, {}, { kind: "resource", text: type })} checkHref={(check) => hrefWith(`/${org}/checks`, {}, { check })} linked={may(context, "inventory.read")} />
          <Versions versions={versions} zone={zone} />
          {choices === null ? null : <Section title="Propose the next version" flush={false}><StandardForm key={newest.version} action={proposeStandardAction.bind(null, org)} number={view.number} written={inForce ?? newest} checks={choices.checks} /></Section>}
        </WithRail>
      </PageFrame>
    );
  });
}

function Rail({ view: { number, status, word, inForce, reviewDueAt, held }, zone }: { view: StandardView; zone: string }) {
  return (
    <RailSection title="Standard">
      <KeyValue items={[
        { key: "Code", value: <span className="mono">{standardReference(number)}</span> },
        { key: "Standing", value: <StatusInline status={status} word={word} /> },
        { key: "Held", value: <StatusInline status={held.status} word={held.word} /> },
        ...(inForce?.decision == null ? [] : [{ key: "Approved", value: <><Timestamp at={inForce.decision.decidedAt} zone={zone} show="date" /> by {inForce.decision.decidedByName}{inForce.decision.alone ? ", since nobody else could" : ""}</> }]),
        ...(reviewDueAt === null ? [] : [{ key: "Review due", value: <Timestamp at={reviewDueAt} zone={zone} show="date" /> }]),
        ...(inForce === null ? [] : [{ key: "SHA-256", value: <Hash value={inForce.sha256} label={`SHA-256 of version ${inForce.version}`} copy /> }]),
      ]} />
    </RailSection>
  );
}

const STANDS = { approved: ["pass", "Approved"], declined: ["not_applicable", "Declined"] } as const;

function Versions({ versions, zone }: { versions: readonly StandardVersionView[]; zone: string }) {
  return (
    <Section title="Versions" count={numberText(versions.length)} flush={false}>
      <ul className="grid gap-2 pt-2">
        {versions.map(({ id, version, decision, proposedByName, proposedAt, reason, ends }) => {
          const [status, word] = decision === null ? (["needs_review", "Proposed"] as const) : STANDS[decision.decision];
          return (
            <li key={id} className="grid gap-0.5">
              <span className="flex flex-wrap items-center gap-x-3"><span className="mono">v{version}</span><StatusInline status={status} word={word} />{ends ? <span>ends the standard</span> : null}<span className="text-muted">by {proposedByName}, <Timestamp at={proposedAt} zone={zone} show="date" /></span></span>
              <span className="wrap-anywhere text-muted">{reason}{decision === null ? "" : <> {STANDS[decision.decision][1]} by {decision.decidedByName}{decision.alone ? ", since nobody else could" : ""}, <Timestamp at={decision.decidedAt} zone={zone} show="date" />. {decision.reason}</>}</span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
