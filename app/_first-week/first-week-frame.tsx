import type { ReactNode } from "react";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Stepper } from "#app/_ui/stepper.tsx";
import { FIRST_WEEK_STEPS, type FirstWeekStep } from "#lib/first-week/client.ts";
import type { FirstWeek } from "#lib/first-week/index.ts";

type Props = {
  org: string;
  organization: string;
  week: FirstWeek;
  /** The step that is shown; none on the first page. */
  step: FirstWeekStep | null;
  /** What stands below the title, in a sentence. */
  lead: ReactNode;
  /** The act that leaves the step for later. */
  later?: ReactNode;
  children: ReactNode;
};

/** A page of the first week: where one is, what the step is for, and its form. */
export function FirstWeekFrame({ org, organization, week, step, lead, later, children }: Props) {
  const home = `/${org}/first-week`;
  const crumbs = [{ label: organization, href: `/${org}` }, step === null ? { label: "First week" } : { label: "First week", href: home }];
  return (
    <PageFrame
      crumbs={step === null ? crumbs : [...crumbs, { label: FIRST_WEEK_STEPS[step].label }]}
      facts={[{ kind: "next", label: "Next to act", value: week.ended === null ? "You" : "Nobody" }, { kind: "sees", label: "Visible to", value: "Administrators" }]}
    >
      <PageTitle title={step === null ? "Your first week" : FIRST_WEEK_STEPS[step].label} actions={later} />
      <p className="mt-1 max-w-[70ch] text-muted text-pretty">{lead}</p>
      <div className="mt-4"><Stepper label="Steps of the first week" steps={week.steps.map((one) => ({ label: FIRST_WEEK_STEPS[one.step].label, href: `${home}/${one.step}`, state: stateOf(one, step) }))} /></div>
      {children}
    </PageFrame>
  );
}

function stateOf({ step, state }: FirstWeek["steps"][number], shown: FirstWeekStep | null) {
  if (step === shown) return "current" as const;
  return state === "put_off" ? "skipped" as const : state;
}
