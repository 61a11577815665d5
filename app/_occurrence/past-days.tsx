import { AsOfForm } from "#app/_control/as-of-form.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { dayOf } from "#lib/platform/zoned-time.ts";

type Props = {
  path: string;
  /** The instant looked at; undefined for now. */
  asOf: Date | undefined;
  now: Date;
  zone: string;
  /** What else stands in the address. */
  keep: Readonly<Record<string, string>>;
  todayHref: string;
};

/** The day by which occurrences are looked at, and that it is a past one. */
export function PastDays({ path, asOf, now, zone, keep, todayHref }: Props) {
  return (
    <>
      <div className="mt-3"><AsOfForm path={path} day={dayOf(asOf ?? now, zone)} today={dayOf(now, zone)} keep={keep} /></div>
      {asOf === undefined ? null : (
        <div className="mt-4">
          <Banner tone="info" title={`As of the end of ${formatInstant(asOf, zone, "date")}, ${zone}.`} action={<LinkButton href={todayHref}>Back to today</LinkButton>}>
            What had been performed, recorded and reviewed by then. What was done or corrected later is left out.
          </Banner>
        </div>
      )}
    </>
  );
}
