import type { ReactNode } from "react";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection } from "#app/_ui/with-rail.tsx";
import { APPROVAL_WORDS, type ControlPage, type ControlVersionRow } from "#lib/controls/index.ts";
import type { ControlCoveragePage } from "#lib/evidence/index.ts";
import { CRITICALITY_WORDS } from "./criticality-words.ts";
import { HistoryList } from "./history-list.tsx";
import { MappingList } from "./mapping-list.tsx";
import { Prose } from "./prose.tsx";

type Props = {
  page: ControlPage;
  version: ControlVersionRow;
  coverage: ControlCoveragePage;
  next: string;
  /** The person who answers for the control; left out where none is named, or owners are not looked at. */
  person?: string;
  zone: string;
  /** Left out where the reader may not open frameworks. */
  frameworkHref?: (key: string) => string;
  evidenceHref: (evidenceId: string) => string;
};

/** The facts of a control that stay in sight: status with counts, owner, scope, mappings, history. */
export function ControlRail({ page, version, coverage, next, person, zone, frameworkHref, evidenceHref }: Props) {
  const { provenDays, endedDays } = coverage.coverage.summary;
  return (
    <>
      <RailSection>
        <StatusBadge status={page.status.status} />
        <div className="mt-3">
          <KeyValue
            items={[
              { key: page.asOf.past ? "Proven then" : "Proven now", value: `${page.status.proven} of ${page.status.total} requests` },
              { key: "In period", value: `${provenDays} of ${endedDays} days` },
              { key: "Next to act", value: next },
              ...(person === undefined ? [] : [{ key: "Owner", value: person }]),
              { key: person === undefined ? "Owner" : "Team", value: version.ownerTeam },
              { key: "Process", value: version.processOwners.join(", ") },
              { key: "Operates", value: version.operates },
              { key: "Criticality", value: version.criticality === null ? "Not stated" : `${CRITICALITY_WORDS[version.criticality]} (systems in scope)` },
              { key: "Kind", value: version.kind === "automated" ? "Automated" : "Manual" },
              { key: "Version", value: <VersionTimes version={version} zone={zone} /> },
              ...(version.approval === null ? [] : [{ key: "Approval", value: APPROVAL_WORDS[version.approval.kind] }]),
            ]}
          />
        </div>
      </RailSection>
      <RailSection title="Scope"><Prose text={version.scope} /></RailSection>
      <RailSection title="Mappings"><MappingList groups={page.mappings} adopted={page.adoptedFrameworks} frameworkHref={frameworkHref} /></RailSection>
      <RailSection title="History"><HistoryList entries={page.history} zone={zone} evidenceHref={evidenceHref} /></RailSection>
    </>
  );
}

function VersionTimes({ version, zone }: { version: ControlVersionRow; zone: string }): ReactNode {
  return <>{version.version}, in force from <Timestamp at={version.effectiveFrom} zone={zone} show="date" />, recorded <Timestamp at={version.recordedAt} zone={zone} show="date" /></>;
}
