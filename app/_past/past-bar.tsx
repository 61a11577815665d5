import type { ReactNode } from "react";
import Link from "next/link";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";
import { AsOfForm } from "./as-of-form.tsx";
import type { Past } from "./past.ts";

/** Parameters that mean something else on another day: places in a list, and what is open beside it. */
const LEFT_BEHIND = ["asOf", "after", "before", "cell"];

type Props = {
  path: string;
  query: Query;
  past: Past | undefined;
  now: Date;
  zone: string;
  /** The earliest day that can be chosen; left out where any can. */
  first?: string;
  /** What differs now, in short phrases; undefined where it is not compared. */
  changes?: readonly string[] | undefined;
  /** What else is to be known of how the past is shown here. */
  children?: ReactNode;
};

/** The day by which a page is looked at, that it is a past one, and by what was known of it. */
export function PastBar({ path, query, past, now, zone, first, changes, children }: Props) {
  const keep = Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === "string" && !LEFT_BEHIND.includes(entry[0])));
  return (
    <>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <AsOfForm path={path} day={past?.day ?? dayOf(now, zone)} first={first} today={dayOf(now, zone)} keep={keep} />
        {past === undefined ? null : <Knowledge path={path} query={query} past={past} />}
      </div>
      {past === undefined ? null : (
        <div className="mt-4">
          <Banner
            tone="info"
            title={`As of the end of ${formatInstant(past.asOf, zone, "date")}, ${zone}.`}
            action={<LinkButton href={hrefWith(path, query, { asOf: null, known: null, cell: null })}>Back to today</LinkButton>}
          >
            {past.known === "then" ? "By what had been recorded by then: what was recorded or corrected later is left out." : "By what is recorded today: what was recorded later of that day counts, what happened after it does not."}
            {children === undefined ? null : <> {children}</>}
            {changes === undefined ? null : changes.length === 0 ? " Nothing has changed since." : ` Since then: ${changes.join("; ")}.`}
          </Banner>
        </div>
      )}
    </>
  );
}

/** The day stays, what is known of it changes. */
function Knowledge({ path, query, past }: { path: string; query: Query; past: Past }) {
  const to = (known: string | null) => ({ href: hrefWith(path, query, { known, cell: null }), "aria-current": (past.known === "now") === (known === "now") ? ("true" as const) : undefined });
  return (
    <nav aria-label="By what was known" className="segmented">
      <Link prefetch={false} className="segment whitespace-nowrap" {...to(null)}>As known then</Link>
      <Link prefetch={false} className="segment whitespace-nowrap" {...to("now")}>As known now</Link>
    </nav>
  );
}
