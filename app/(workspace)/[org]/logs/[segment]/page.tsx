import type { Metadata } from "next";
import type { ReactNode } from "react";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Meter } from "#app/_ui/meter.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { WithRail } from "#app/_ui/with-rail.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { listAlerts } from "#lib/alerts/index.ts";
import { readSegment, type SegmentView } from "#lib/logs/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { linesText, percentOf } from "../segment-state.tsx";
import { scanAgainAction } from "./actions.ts";
import { RefreshWhileReading } from "./refresh-while-reading.tsx";
import { ScanAgainForm } from "./scan-again-form.tsx";
import { SegmentAlerts } from "./segment-alerts.tsx";
import { SegmentFacts } from "./segment-facts.tsx";
import { ReadingFigures, ReadingNotes, UnparsedLines } from "./segment-reading.tsx";

export const metadata: Metadata = { title: "Log segment" };

/** Alerts of each kind that the page shows itself; the rest are in Alerts. */
const SHOWN_ALERTS = 20;

export default async function SegmentPage({ params }: { params: Promise<{ org: string; segment: string }> }) {
  const { org, segment: segmentId } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const segment = await readSegment(context, { segmentId });
    const toJudge = await listAlerts(context, { segment: segment.id, pageSize: SHOWN_ALERTS });
    const judged = await listAlerts(context, { view: "judged", segment: segment.id, pageSize: SHOWN_ALERTS });
    const role = context.actor.kind === "member" ? context.actor.role : null;
    const mayImport = role !== null && roleHolds(role, "logs.import");
    const zone = organization.timeZone;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Logs", href: `/${org}/logs` }, { label: segment.fileName }]}
        facts={[
          { kind: "next", label: "Next to act", value: nextText(segment, toJudge.rows.length) },
          { kind: "sees", label: "Auditor sees", value: "it once it is accepted as evidence" },
        ]}
      >
        <PageTitle
          title={segment.fileName}
          note={`of ${segment.sourceName}`}
          actions={role !== null && roleHolds(role, "evidence.submit") ? <LinkButton href={`/${org}/evidence/new?source=log_segment:${segment.id}`}>Use as evidence</LinkButton> : undefined}
        />
        <RefreshWhileReading reading={segment.status === "queued" || segment.status === "running"} />
        <WithRail rail={<SegmentFacts org={org} segment={segment} zone={zone} />}>
          <Reading segment={segment} again={mayImport ? <ScanAgainForm action={scanAgainAction.bind(null, org)} segmentId={segment.id} /> : undefined} />
          <ReadingFigures segment={segment} />
          <SegmentAlerts org={org} segment={segment} rows={[...toJudge.rows, ...judged.rows]} more={{ toJudge: toJudge.nextCursor !== null, judged: judged.nextCursor !== null }} zone={zone} />
          <ReadingNotes notes={segment.notes} />
          <UnparsedLines segment={segment} />
        </WithRail>
      </PageFrame>
    );
  });
}

function nextText(segment: SegmentView, toJudge: number): string {
  if (segment.status === "failed") return "Security: read it again";
  if (segment.status !== "finished") return "Tickmark reads it";
  return toJudge > 0 ? "Security: judge its alerts" : "Nobody";
}

/** Where the reading stands, unless it has ended well. */
function Reading({ segment, again }: { segment: SegmentView; again: ReactNode }) {
  const percent = percentOf(segment.share);
  if (segment.status === "failed") {
    return <Banner tone="fault" title={`Reading failed at ${percent} %.`} action={again}>{segment.error ?? "The reason is in the server’s log."} What was read stays; what follows has not been watched.</Banner>;
  }
  if (segment.status === "queued") return <Banner tone="inert" title="Waiting to be read.">Segments of {segment.sourceName} are read one after another.</Banner>;
  if (segment.status === "finished") return null;
  return (
    <div className="grid gap-2 pb-4">
      <p><strong className="font-semibold">Reading, {percent} %.</strong> {linesText(segment)} lines understood so far. You can leave: it goes on.</p>
      <Meter label={`Read ${percent} %`} value={segment.share} max={1} />
    </div>
  );
}
