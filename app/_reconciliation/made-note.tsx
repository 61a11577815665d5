import { Banner } from "#app/_ui/banner.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { ReconciliationView } from "#lib/reconciliation/index.ts";

/** As of when what stands below was matched; that something newer waits to be matched, or could not be. Nothing old is shown as new. */
export function MadeNote({ made: { at, kept, behindSince, failure }, zone }: { made: ReconciliationView["made"]; zone: string }) {
  if (!kept) return null;
  return (
    <>
      <p className="pt-3 text-xs text-muted">Matched as of <Timestamp at={at} zone={zone} />.</p>
      {failure !== "" ? <div className="pt-3"><Banner tone="fault" title="The newest matching could not be made.">{failure}</Banner></div> : null}
      {failure === "" && behindSince !== null ? <div className="pt-3"><Banner tone="caution" title="Something newer waits to be matched.">A collection, a list or a definition came at <Timestamp at={behindSince} zone={zone} />. What stands below is older, until the worker has matched it.</Banner></div> : null}
    </>
  );
}
