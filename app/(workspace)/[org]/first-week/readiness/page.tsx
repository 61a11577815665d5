import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { FirstWeekFrame } from "#app/_first-week/first-week-frame.tsx";
import { SettleForm } from "#app/_first-week/settle-form.tsx";
import { countSegments } from "#app/_framework/count-segments.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { CountLegend } from "#app/_ui/count-legend.tsx";
import { CountStrip } from "#app/_ui/count-strip.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Figure, Figures } from "#app/_ui/figure.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { ENGAGEMENT_TYPE_WORDS } from "#lib/engagements/client.ts";
import { readFirstWeek, readReadiness, type NextStep, type Readiness } from "#lib/first-week/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { settleStepAction } from "../actions.ts";

export const metadata: Metadata = { title: "Readiness" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const week = await readFirstWeek(context, {});
    const organization = await readOrganization(context, {});
    const readiness = await readReadiness(context, {});
    const { aims, controls, requests, next } = readiness;
    return (
      <FirstWeekFrame
        org={org} organization={organization.name} week={week} step="readiness"
        lead="What is known, counted. Where nothing has been collected yet, nothing is known, and that is what stands here."
      >
        <div className="mt-6">
          <Figures>
            <Figure value={controls.total} label="controls" href={`/${org}/controls`} />
            <Figure value={controls.owned} of={controls.total} label="have an owner" href={`/${org}/first-week/owners`} />
            <Figure value={requests.known === 0 ? "Not yet known" : requests.known} {...(requests.known === 0 ? {} : { of: requests.total })} label={requests.known === 0 ? `of ${requests.total} evidence requests, nothing is collected` : "evidence requests with something collected"} />
          </Figures>
        </div>
        <Section title="Requirements" count={`${aims.length} ${aims.length === 1 ? "framework" : "frameworks"}`} flush={false}>
          {aims.length === 0 ? <EmptyState kind="first" title="No framework is chosen" action={<LinkButton href={`/${org}/first-week/frameworks`}>Choose one</LinkButton>}>Readiness is readiness for something.</EmptyState>
            : <ul>{aims.map((aim) => <AimRow key={aim.frameworkKey} aim={aim} href={`/${org}/frameworks/${aim.frameworkKey}`} />)}</ul>}
        </Section>
        <Section title="What to do next" count={next.length} flush={false}>
          {next.length === 0 ? <p className="pt-3 text-muted">Nothing is missing that Tickmark knows of.</p> : <ol>{next.map((step, index) => <NextRow key={step.key} step={step} number={index + 1} href={`/${org}/${step.path}`} />)}</ol>}
        </Section>
        {week.ended === null ? <div className="mt-6"><SettleForm action={settleStepAction.bind(null, org)} fields={{ step: "whole", state: "done" }} kind="primary">Finish the first week</SettleForm></div> : null}
      </FirstWeekFrame>
    );
  });
}

function AimRow({ aim, href }: { aim: Readiness["aims"][number]; href: string }) {
  const { framework: { name, edition, counts }, type, firstDay, lastDay, timeZone } = aim;
  const known = counts.proven + counts.unproven;
  const segments = countSegments(counts);
  return (
    <li className="border-b border-line-soft py-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="text-base font-medium"><Link className="link" prefetch={false} href={href}>{name} {edition}</Link></h3>
        <span className="text-muted">{ENGAGEMENT_TYPE_WORDS[type]}, {firstDay} to {lastDay} ({timeZone.replaceAll("_", " ")})</span>
        <span className="ml-auto">{known === 0 ? <StatusInline status="not_yet_known" /> : <span className="num">{counts.proven} of {counts.total} proven</span>}</span>
      </div>
      <div className="mt-2"><CountStrip label={`${name} ${edition}`} segments={segments} /></div>
      <div className="mt-2"><CountLegend segments={segments} /></div>
    </li>
  );
}

function NextRow({ step, number, href }: { step: NextStep; number: number; href: string }) {
  return (
    <li className="border-b border-line-soft">
      <Link prefetch={false} href={href} className="grid grid-cols-[28px_minmax(0,1fr)] gap-x-2 px-2 py-2 hover:bg-hover hover:no-underline">
        <span className="num text-right text-muted">{number}</span>
        <span><span className="block font-medium">{step.title}</span><span className="block text-muted">{step.why}</span></span>
      </Link>
    </li>
  );
}
