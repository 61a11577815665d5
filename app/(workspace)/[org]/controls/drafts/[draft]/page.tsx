import type { Metadata } from "next";
import Link from "next/link";
import { DraftChanges } from "#app/_draft/draft-changes.tsx";
import { DraftStateBadge } from "#app/_draft/draft-state.tsx";
import { runPage } from "#app/_edge/page-error.tsx";
import { dayText } from "#app/_ui/calendar-days.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import { DRAFT_STATE_WORDS, proposalText } from "#lib/drafts/client.ts";
import { readDraft, type DraftPage, type DraftStep } from "#lib/drafts/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { applyAloneAction, approveDraftsAction, returnDraftsAction, submitDraftAction, withdrawDraftAction } from "../actions.ts";
import { DecideForm, OwnActs } from "./decide-forms.tsx";

export const metadata: Metadata = { title: "Draft" };

export default async function DraftRecordPage({ params }: { params: Promise<{ org: string; draft: string }> }) {
  const { org, draft: draftId } = await params;
  return runPage(org, async (context) => {
    const draft = await readDraft(context, { draftId });
    const { name, timeZone } = await readOrganization(context, {});
    const { control } = draft;
    const controlHref = `/${org}/controls/${control.code}`;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Controls", href: `/${org}/controls` }, { label: "Drafts", href: `/${org}/controls/drafts` }, { label: `${control.code} by ${draft.author}` }]}
        facts={[
          { kind: "next", label: "Next to act", value: nextOf(draft) },
          { kind: "sees", label: "Auditor sees", value: draft.state === "approved" ? "what it changed, and who approved it" : "nothing of it" },
        ]}
      >
        <PageTitle title={control.title} code={control.code} note={`Draft by ${draft.author}`} />
        <WithRail rail={<Rail draft={draft} zone={timeZone} controlHref={controlHref} />}>
          <div className="grid gap-3 pt-4">
            {draft.outdated ? <Banner tone="caution" title="It cannot be applied as it is." {...(draft.may.edit ? { action: <Link className="link" href={`${controlHref}/edit`}>Bring both together</Link> } : {})}>Somebody changed the control since, in the same places.</Banner> : null}
            {draft.reason === "" ? null : <p className="max-w-[70ch] text-lg text-pretty">{draft.reason}</p>}
          </div>
          <DraftChanges draft={draft} />
          <Acts org={org} draft={draft} editHref={`${controlHref}/edit`} />
        </WithRail>
      </PageFrame>
    );
  });
}

function nextOf({ state, approvers, author, needs, may }: DraftPage): string {
  if (state === "approved" || state === "withdrawn") return "Nobody";
  if (state !== "in_review") return may.edit ? "You: send it, or withdraw it" : author;
  if (may.approve) return "You: approve or return it";
  return needs === "second_person" ? approvers.join(" or ") : `${author}, alone: nobody else can approve it`;
}

function Acts({ org, draft, editHref }: { org: string; draft: DraftPage; editHref: string }) {
  const { may, needs } = draft;
  const seen = { draftId: draft.id, revision: draft.revision };
  if (may.approve) return <Section title="Decide" flush={false}><DecideForm key={draft.revision} seen={seen} outdated={draft.outdated} approve={approveDraftsAction.bind(null, org)} giveBack={returnDraftsAction.bind(null, org)} /></Section>;
  if (!may.edit && !may.withdraw) return null;
  return (
    <Section title={may.edit ? "Your draft" : "Its author works on controls no more"} flush={false}>
      <OwnActs key={draft.revision} seen={seen} may={may} alone={needs} editHref={editHref} submit={submitDraftAction.bind(null, org)} apply={applyAloneAction.bind(null, org)} withdraw={withdrawDraftAction.bind(null, org)} />
    </Section>
  );
}

function Rail({ draft, zone, controlHref }: { draft: DraftPage; zone: string; controlHref: string }) {
  const texts = { statement: null, scope: null, ...Object.fromEntries(draft.parts.map(({ part, after }) => [part, after])) };
  return (
    <>
      <RailSection>
        <DraftStateBadge state={draft.state} />
        <div className="mt-3">
          <KeyValue
            items={[
              { key: "Control", value: <Link className="link" href={controlHref}>{draft.control.code}</Link> },
              { key: "Proposes", value: proposalText({ ...texts, mappings: draft.mappings }) },
              { key: "Proposed by", value: draft.author },
              { key: "Saved", value: <><Timestamp at={draft.savedAt} zone={zone} /> {draft.revision > 1 ? `as revision ${draft.revision}` : ""}</> },
              { key: "Written from", value: `version ${draft.baseVersion}` },
              { key: "Holds from", value: draft.effectiveDay === null ? "its approval" : dayText(draft.effectiveDay) },
            ]}
          />
        </div>
      </RailSection>
      <RailSection title="What was done with it">
        {draft.steps.length === 0 ? <p className="text-muted">{DRAFT_STATE_WORDS.draft}.</p> : (
          <ul className="grid gap-1.5">{draft.steps.map((step, index) => <li key={index} className="grid grid-cols-[56px_minmax(0,1fr)] gap-2"><span className="text-muted"><Timestamp at={step.at} zone={zone} show="day" /></span><span>{stepText(step)}{step.reason === "" ? null : <span className="block text-muted">{step.reason}</span>}</span></li>)}</ul>
        )}
      </RailSection>
    </>
  );
}

function stepText({ kind, by, approval }: DraftStep): string {
  switch (kind) {
    case "submitted": return `Sent for review by ${by}`;
    case "returned": return `Returned by ${by}`;
    case "withdrawn": return `Withdrawn by ${by}`;
    case "approved": return approval === "second_person" ? `Approved by ${by}` : `Applied by ${by} without a second person${approval === "waived" ? ", which the organization waives" : ": nobody else could approve it"}`;
  }
}
