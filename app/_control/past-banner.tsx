import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import type { ControlPage } from "#lib/controls/index.ts";
import { sinceThen } from "./since-then.ts";

/** Says that the past is looked at, by what was known then, and what has changed since. */
export function PastBanner({ then, now, zone, todayHref }: { then: ControlPage; now: ControlPage; zone: string; todayHref: string }) {
  const changes = sinceThen(then, now);
  return (
    <div className="mt-4">
      <Banner tone="info" title={`As of the end of ${formatInstant(then.asOf.effectiveAt, zone, "date")}, ${zone}.`} action={<LinkButton href={todayHref}>Back to today</LinkButton>}>
        What had been recorded by then; later corrections are left out. Owners of requests are today&rsquo;s.{" "}
        {changes.length === 0 ? "Nothing has changed since." : `Since then: ${changes.join("; ")}.`}
      </Banner>
    </div>
  );
}
