import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { ACCEPTANCE_STATUS } from "#lib/check-runs/client.ts";
import type { AcceptanceView } from "#lib/check-runs/index.ts";
import { approveAcceptanceAction, declineAcceptanceAction, endAcceptanceAction, withdrawAcceptanceAction } from "./actions.ts";
import { AcceptanceForm } from "./check-forms.tsx";
import type { RecordProps } from "./check-record.tsx";

/** Risks that were proposed and accepted, each with its reason, who stands behind it, and until when. */
export function Acceptances({ org, check, zone, may, memberId }: RecordProps) {
  if (check.acceptances.length === 0) return null;
  const acts = (one: AcceptanceView) => {
    if (one.state === "approved" && may.accept) return <AcceptanceForm action={endAcceptanceAction.bind(null, org)} acceptanceId={one.id} label="End it now" reason />;
    if (one.state !== "proposed") return null;
    if (one.proposedBy === memberId) {
      return (
        <div className="grid gap-2">
          <p className="text-muted">You proposed it. Somebody else has to accept the risk.</p>
          {may.run ? <AcceptanceForm action={withdrawAcceptanceAction.bind(null, org)} acceptanceId={one.id} label="Withdraw" reason /> : null}
        </div>
      );
    }
    if (!may.accept) return null;
    return (
      <div className="grid gap-2">
        <AcceptanceForm action={approveAcceptanceAction.bind(null, org)} acceptanceId={one.id} label="Accept the risk" reason={false} />
        <AcceptanceForm action={declineAcceptanceAction.bind(null, org)} acceptanceId={one.id} label="Decline" reason />
      </div>
    );
  };
  return (
    <Section title="Accepted risks" count={numberText(check.acceptances.length)} flush={false}>
      <ul className="grid gap-3 pt-2">
        {check.acceptances.map((one) => (
          <li key={one.id} className="grid gap-1 border-b border-line pb-3">
            <span className="flex flex-wrap items-center gap-x-3"><StatusInline {...ACCEPTANCE_STATUS[one.state]} /><span className="font-medium break-all">{one.resourceName ?? "Everything that fails by this check"}</span><span>until {one.until}</span></span>
            <span>{one.reason}</span>
            <span className="text-muted">Proposed by {one.proposedByName}, <Timestamp at={one.proposedAt} zone={zone} show="date" />{one.decisions.map((made, index) => <span key={made.decision}>; {made.decision} by {one.decidedByNames[index]}{made.alone ? ", since nobody else could" : ""}, <Timestamp at={made.decidedAt} zone={zone} show="date" />{made.reason === "" ? "" : `: ${made.reason}`}</span>)}</span>
            {acts(one)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
