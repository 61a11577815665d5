import Link from "next/link";
import { Banner } from "#app/_ui/banner.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";

/** Above every page of an organization that is about to be deleted. */
export function DeletionBanner({ dueAt, zone, href }: { dueAt: Date; zone: string; href?: string }) {
  return (
    <div className="px-4 pt-4 md:px-8">
      <Banner tone="critical" title={<>This organization is deleted on <Timestamp at={dueAt} zone={zone} show="minute" />.</>} action={href === undefined ? undefined : <Link prefetch={false} className="link" href={href}>Your data</Link>}>
        Until then nothing in it can be changed. An administrator can cancel.
      </Banner>
    </div>
  );
}
