import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { runPage } from "#app/_edge/page-error.tsx";
import { FirstWeekFrame } from "#app/_first-week/first-week-frame.tsx";
import { SettleForm } from "#app/_first-week/settle-form.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Section } from "#app/_ui/section.tsx";
import { readTailoring, type LeftOutRequest, type RequestChange, type Tailoring } from "#lib/controls/index.ts";
import { readFirstWeek } from "#lib/first-week/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { settleStepAction, tailorRequestsStepAction } from "../actions.ts";

export const metadata: Metadata = { title: "Evidence requests" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const week = await readFirstWeek(context, {});
    const organization = await readOrganization(context, {});
    const tailoring = await readTailoring(context, {});
    const { ask, reword, retire } = tailoring.changes;
    const differ = ask.length + reword.length + retire.length;
    const settle = settleStepAction.bind(null, org);
    const nothing = tailoring.asked + tailoring.leftOut.length + differ === 0;
    return (
      <FirstWeekFrame
        org={org} organization={organization.name} week={week} step="requests"
        lead="What an auditor asks of the library’s controls, in the words of the systems that you run. What only systems that you do not have could answer is not asked."
        later={<SettleForm action={settle} fields={{ step: "requests", state: "put_off" }}>Leave for later</SettleForm>}
      >
        {nothing ? (
          <div className="mt-6"><EmptyState kind="first" title="No control of the library is adopted" action={<LinkButton href={`/${org}/first-week/controls`}>Choose controls</LinkButton>}>Your own controls are asked what your spreadsheet says. The library’s requests come with its controls.</EmptyState></div>
        ) : (
          <>
            {differ === 0 ? null : <Differences tailoring={tailoring} />}
            <Section title="Left out" count={tailoring.leftOut.length} aside={<Link className="link" href={`/${org}/first-week/systems`}>Change what you run</Link>} flush={false}>
              {tailoring.leftOut.length === 0 ? <p className="pt-3 text-muted">Nothing. Every request suits what you said that you run, or nothing is known of it yet.</p> : <LeftOut requests={tailoring.leftOut} />}
            </Section>
          </>
        )}
        <div className="mt-6 flex flex-wrap items-center gap-2">
          {differ === 0 ? <SettleForm action={settle} fields={{ step: "requests", state: "done" }} kind="primary">{tailoring.asked === 0 ? "Go on" : `Go on with ${tailoring.asked} requests`}</SettleForm>
            : <SettleForm action={tailorRequestsStepAction.bind(null, org)} fields={{}} kind="primary">{differ === 1 ? "Make this change" : `Make these ${differ} changes`}</SettleForm>}
        </div>
      </FirstWeekFrame>
    );
  });
}

function Differences({ tailoring: { changes } }: { tailoring: Tailoring }) {
  const parts: [string, RequestChange[], (change: RequestChange) => ReactNode][] = [
    ["Would be asked", changes.ask, (one) => one.title],
    ["Would be reworded", changes.reword, (one) => <>{one.title}{one.before === one.title ? null : <span className="block text-muted">now: {one.before}</span>}</>],
    ["Would no longer be asked; what answered them stays", changes.retire, (one) => one.title],
  ];
  return (
    <Section title="Your answers have changed since" count={`${changes.ask.length + changes.reword.length + changes.retire.length} requests differ`} flush={false}>
      {parts.filter(([, list]) => list.length > 0).map(([title, list, text]) => (
        <div key={title} className="pt-3">
          <h3 className="font-medium">{title} <span className="font-normal text-muted">{list.length}</span></h3>
          <ul>{list.map((one) => <Line key={`${one.code} ${one.key}`} code={one.code}>{text(one)}</Line>)}</ul>
        </div>
      ))}
    </Section>
  );
}

function LeftOut({ requests }: { requests: readonly LeftOutRequest[] }) {
  return (
    <>
      {[...Map.groupBy(requests, (one) => one.why)].map(([why, list]) => (
        <div key={why} className="pt-3">
          <h3 className="font-medium">{why}</h3>
          <ul>{list.map((one) => <Line key={`${one.code} ${one.key}`} code={one.code}>{one.title}</Line>)}</ul>
        </div>
      ))}
    </>
  );
}

function Line({ code, children }: { code: string; children: ReactNode }) {
  return <li className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-2 border-b border-line-soft py-1.5"><span className="mono text-muted">{code}</span><span className="min-w-0 break-words">{children}</span></li>;
}
