import type { Metadata } from "next";
import { CommentSection } from "#app/_comment/comment-section.tsx";
import { readTalk } from "#app/_comment/read-talk.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { FindingRail } from "#app/_finding/finding-rail.tsx";
import { FindingRecord } from "#app/_finding/finding-record.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { readFileFaults } from "#lib/evidence/index.ts";
import { OWED_STATUSES, UNSETTLED_STATUSES, type FindingStatus } from "#lib/findings/client.ts";
import { listFindingChoices, readFinding, type FindingView } from "#lib/findings/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { ActButton } from "./act-form.tsx";
import { finishStepAction, removeTicketAction } from "./actions.ts";
import { findingPermissions } from "./finding-permissions.ts";
import { NextActs } from "./next-acts.tsx";

export const metadata: Metadata = { title: "Finding" };

const isIn = (statuses: readonly FindingStatus[], status: FindingStatus): boolean => statuses.includes(status);

export default async function FindingPage({ params }: { params: Promise<{ org: string; finding: string }> }) {
  const { org, finding: findingId } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const finding = await readFinding(context, { findingId });
    const faults = await readFileFaults(context, { evidenceIds: finding.evidence.map((one) => one.evidenceId) });
    const may = findingPermissions(context);
    const choices = may.manage ? await listFindingChoices(context, {}) : null;
    const talk = await readTalk(context, [{ subjectKind: "finding", subjectId: finding.id, label: "the finding" }]);
    const { status, mine } = finding;
    const zone = organization.timeZone;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Findings", href: `/${org}/findings` }, { label: finding.name }]}
        facts={[{ kind: "next", label: "Next to act", value: nextOf(finding) }, { kind: "sees", label: "Auditor sees", value: finding.visibility === "internal" ? "nothing: it is internal" : "this finding, not internal comments" }]}
      >
        <PageTitle title={finding.title} code={finding.name} />
        <WithRail
          rail={
            <FindingRail
              finding={finding} zone={zone} controlHref={(code) => `/${org}/controls/${code}`} frameworkHref={(key) => `/${org}/frameworks/${key}`} sourceHref={sourceHref(org, finding)}
              ticketAct={mine.mayRemedy && isIn(UNSETTLED_STATUSES, status) ? (ticket) => <ActButton action={removeTicketAction.bind(null, org)} hidden={{ ticketId: ticket.id }} label={`Remove ${ticket.title}`} /> : undefined}
            />
          }
        >
          <FindingRecord
            finding={finding} zone={zone} evidenceHref={(reference) => `/${org}/evidence/${reference}`} faults={faults}
            stepAct={mine.mayRemedy && isIn(OWED_STATUSES, status) ? (step) => <ActButton action={finishStepAction.bind(null, org)} hidden={{ stepId: step.id, done: step.doneAt === null ? "yes" : "no" }} label={step.doneAt === null ? "Mark as done" : "Not done after all"} /> : undefined}
          >
            <NextActs key={finding.events.length} org={org} finding={finding} may={may} choices={choices} />
          </FindingRecord>
          <CommentSection talk={talk} place={org} zone={zone} />
        </WithRail>
      </PageFrame>
    );
  });
}

function nextOf({ status, owner, standing }: FindingView): string {
  if (isIn(OWED_STATUSES, status) || standing.word === "Acceptance ended") return owner ?? "Nobody yet: name an owner";
  return status === "remediated" ? "Somebody other than the owner, who verifies it" : "Nobody";
}

/** The record that a finding was raised from; log sources have no page of their own. */
function sourceHref(org: string, { source, controls }: FindingView): string | undefined {
  if (source.id === null) return undefined;
  switch (source.kind) {
    case "incident":
      return `/${org}/incidents/${source.id}`;
    case "engagement":
      return `/${org}/engagements/${source.id}`;
    case "missed_occurrence":
      return `/${org}/occurrences?control=${source.name}`;
    case "evidence_request":
      return controls[0] === undefined ? undefined : `/${org}/controls/${controls[0].code}`;
    case "log_source":
    case "log_reading":
      return `/${org}/logs`;
    case "detection_rule":
      return source.id.startsWith("key-") ? `/${org}/rules?q=${encodeURIComponent(source.name)}` : `/${org}/rules/${source.id}`;
    case "stored_files":
      return `/${org}/evidence?file=damaged${controls[0] === undefined ? "" : `&control=${controls[0].code}`}`;
    case "ledger":
      return `/${org}/ledger`;
    case "check":
      return `/${org}/checks?check=${source.id}`;
    case "connection":
      return `/${org}/connections?connection=${source.id}`;
    case "policy":
    case "by_hand":
      return undefined;
  }
}
