import type { ReactNode } from "react";
import Link from "next/link";
import { Banner } from "#app/_ui/banner.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import type { ControlPage } from "#lib/controls/index.ts";

type Props = { retirement: NonNullable<ControlPage["retirement"]>; zone: string; hrefOf: (successorCode: string) => string; /** What the page shows instead. */ shows: string; action?: ReactNode };

/** Says that the control does not hold any more, since when, why, and what took its place. */
export function RetiredBanner({ retirement: { from, reason, successor }, zone, hrefOf, shows, action }: Props) {
  return (
    <div className="mt-4">
      <Banner tone="inert" title={`Retired from ${formatInstant(from, zone, "date")}.`} action={action}>
        {reason} {successor === null ? "No control took its place." : <>Its place took <Link className="link" href={hrefOf(successor.code)}>{successor.code} {successor.title}</Link>.</>} {shows}
      </Banner>
    </div>
  );
}
