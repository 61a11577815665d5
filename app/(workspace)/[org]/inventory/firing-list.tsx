import Link from "next/link";
import { hrefWith } from "#app/_ui/list-state.ts";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { alertName, OUTCOME_WORDS, VENDOR_STATE_WORDS } from "#lib/alerts/client.ts";
import type { FiringRow } from "#lib/alerts/index.ts";

/** The times that a vendor's alert fired, each with the alert that it became, or why it became none. */
export function FiringList({ org, zone, firings }: { org: string; zone: string; firings: readonly FiringRow[] }) {
  return (
    <Section title="In the queue of alerts" count={firings.length} flush={false}>
      {firings.length === 0 ? <p className="pt-2 text-muted">Not read yet, or its connection feeds no alerts into the queue.</p> : (
        <ul className="grid gap-1 pt-2">
          {firings.map((one) => (
            <li key={one.number} className="flex flex-wrap items-center gap-x-3">
              <span>fired <Timestamp at={one.firedAt} zone={zone} show="minute" /></span>
              {one.alert === null ? <span>{OUTCOME_WORDS[one.outcome]}</span> : <Link prefetch={false} className="link" href={hrefWith(`/${org}/alerts`, {}, { alert: one.alert.id })}>{alertName(one.alert.number)}</Link>}
              <span className="text-muted">{VENDOR_STATE_WORDS[one.state]}</span>
              {one.endedAt === null ? null : <Timestamp at={one.endedAt} zone={zone} show="minute" />}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
