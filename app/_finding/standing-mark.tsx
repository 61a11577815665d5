import Link from "next/link";
import { Severity } from "#app/_ui/severity.tsx";
import type { StandingCount } from "#lib/findings/index.ts";
import { standingText } from "./standing-counts.ts";

/** What stands against a control or a requirement, as a link to it; nothing where nothing does. */
export function StandingMark({ count, href }: { count: StandingCount | undefined; href: string }) {
  const text = standingText(count);
  if (text === "") return null;
  return <Link prefetch={false} className="link" href={href}>{text}</Link>;
}

/** The same in a narrow cell: how grave the gravest is, and how many; of what, where no head says it. */
export function StandingShort({ count }: { count: StandingCount | undefined }) {
  if (count === undefined) return null;
  const { open, worst, accepted } = count;
  return (
    <span className="inline-flex items-center gap-1.5" title={standingText(count)}>
      {worst === null ? <span className="text-muted">{accepted} accepted</span> : <><Severity level={worst} bare /><span><span className="num">{open}</span><span className="sm:sr-only"> {open === 1 ? "finding" : "findings"}</span></span></>}
    </span>
  );
}
