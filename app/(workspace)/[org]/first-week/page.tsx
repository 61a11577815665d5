import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { FirstWeekFrame } from "#app/_first-week/first-week-frame.tsx";
import { SettleForm } from "#app/_first-week/settle-form.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { FIRST_WEEK_STEPS, STEP_NAMES, type StepState } from "#lib/first-week/client.ts";
import { readFirstWeek, type FirstWeek } from "#lib/first-week/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { settleStepAction } from "./actions.ts";

export const metadata: Metadata = { title: "First week" };

const STATE_WORDS: Record<StepState, string> = { open: "Not begun", done: "Done", put_off: "Left for later" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const week = await readFirstWeek(context, {});
    const organization = await readOrganization(context, {});
    const settle = settleStepAction.bind(null, org);
    const begun = week.steps.some(({ state }) => state !== "open");
    const current = week.current ?? "readiness";
    return (
      <FirstWeekFrame
        org={org} organization={organization.name} week={week} step={null}
        lead="Six short steps from nothing to an honest view of where you stand. Each can be left and taken up again."
        later={week.ended === null ? <SettleForm action={settle} fields={{ step: "whole", state: "put_off" }}>Put aside</SettleForm> : undefined}
      >
        {week.ended === null ? null : <Ended ended={week.ended} zone={organization.timeZone} again={<SettleForm action={settle} fields={{ step: "whole", state: "open" }} kind="secondary">Take it up again</SettleForm>} />}
        <ol className="mt-6 max-w-[760px] border-t border-line-soft">
          {STEP_NAMES.map((step) => <StepRow key={step} href={`/${org}/first-week/${step}`} label={FIRST_WEEK_STEPS[step].label} does={FIRST_WEEK_STEPS[step].does} state={week.steps.find((one) => one.step === step)?.state ?? "open"} />)}
        </ol>
        {week.ended === null ? <div className="mt-6"><LinkButton kind="primary" size="lg" href={`/${org}/first-week/${current}`}>{begun ? `Go on with ${FIRST_WEEK_STEPS[current].label.toLowerCase()}` : "Begin"}</LinkButton></div> : null}
      </FirstWeekFrame>
    );
  });
}

function Ended({ ended, zone, again }: { ended: NonNullable<FirstWeek["ended"]>; zone: string; again: React.ReactNode }) {
  return (
    <div className="mt-4 max-w-[760px]">
      <Banner tone="info" title={ended.as === "finished" ? "The first week is finished." : "The first week was put aside."} action={again}>
        <Timestamp at={ended.at} zone={zone} show="date" />. Every step can still be opened and changed.
      </Banner>
    </div>
  );
}

function StepRow({ href, label, does, state }: { href: string; label: string; does: string; state: StepState }) {
  return (
    <li className="border-b border-line-soft">
      <Link prefetch={false} href={href} className="flex min-h-[52px] flex-wrap items-center gap-x-3 px-2 py-1.5 hover:bg-hover hover:no-underline">
        <span className="min-w-0 flex-1 basis-64"><span className="block font-medium">{label}</span><span className="block text-muted">{does}</span></span>
        <span className={state === "done" ? "" : "text-muted"}>{STATE_WORDS[state]}</span>
      </Link>
    </li>
  );
}
