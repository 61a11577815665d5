import Link from "next/link";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { TablePager } from "#app/_ui/table-pager.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { STANDS, STANDS_STATUS } from "#lib/check-runs/client.ts";
import type { RecordProps } from "./check-record.tsx";

/** How each thing stands by the check, failures first, each with its reason. */
export function StandingList({ org, check, zone, only, paged }: Pick<RecordProps, "org" | "check" | "zone" | "only" | "paged">) {
  const path = `/${org}/checks`;
  const all = STANDS.reduce((sum, word) => sum + check.counts[word], 0);
  const shown = check.standing.length;
  const wanted = STANDS.find((word) => word === only);
  const at = { check: check.id, ...(wanted === undefined ? {} : { only: wanted }) };
  const here = hrefWith(path, {}, at);
  const total = wanted === undefined ? all : check.counts[wanted];
  return (
    <Section title="Results" count={numberText(all)} flush={false}>
      {all === 0 ? null : (
        <p className="flex flex-wrap gap-x-4 gap-y-1 pt-2">
          <Link prefetch={false} className="link" aria-current={wanted === undefined ? "true" : undefined} href={hrefWith(path, {}, { check: check.id })}>All {numberText(all)}</Link>
          {STANDS.filter((word) => check.counts[word] > 0).map((word) => <Link key={word} prefetch={false} className="link" aria-current={wanted === word ? "true" : undefined} href={hrefWith(path, {}, { check: check.id, only: word })}>{STANDS_STATUS[word].word} {numberText(check.counts[word])}</Link>)}
        </p>
      )}
      {shown === 0 ? (
        <EmptyState kind={all === 0 ? "not_connected" : "no_result"} title={all === 0 ? "It has not run yet" : "Nothing stands so"}>{all === 0 ? "It runs after each collection of a vendor that brings what it judges, and when somebody has it run. Until then nobody knows." : "Other things may stand otherwise."}</EmptyState>
      ) : (
        <ul className="grid gap-3 pt-3">
          {check.standing.map(({ connectionId, connectionName, resource, name, scope, stands, reason, since }) => (
            <li key={`${connectionId} ${resource}`} className="grid gap-0.5 border-b border-line pb-2">
              <span className="flex flex-wrap items-center gap-x-3"><StatusInline {...STANDS_STATUS[stands]} /><span className="font-medium break-all">{name === "" ? "Nothing of the kind" : name}</span></span>
              <span className="wrap-anywhere">{reason}</span>
              <span className="text-xs text-muted">{[connectionName, scope].filter((part) => part !== "" && part !== name).join(", ")}, since <Timestamp at={since} zone={zone} show="date" />{resource === name || resource === "" ? null : <> <code className="break-all">{resource}</code></>}</span>
            </li>
          ))}
        </ul>
      )}
      {paged || check.nextCursor !== null ? <TablePager label="Results" page={{ ...(check.nextCursor === null ? {} : { nextHref: hrefWith(path, {}, { ...at, after: check.nextCursor }) }), note: paged ? <Link prefetch={false} className="link" href={here}>Back to the first</Link> : `the first ${numberText(shown)} of ${numberText(total)}` }} /> : null}
    </Section>
  );
}
