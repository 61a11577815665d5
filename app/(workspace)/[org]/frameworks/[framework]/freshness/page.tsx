import type { Metadata } from "next";
import { objectiveWord, shareText, trendText } from "#app/_control/freshness-words.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { FrameworkTabs } from "#app/_framework/framework-tabs.tsx";
import { FreshnessTable } from "#app/_framework/freshness-table.tsx";
import { PastBar } from "#app/_past/past-bar.tsx";
import { instantsOf, keptDay, pastOf } from "#app/_past/past.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Figure, Figures } from "#app/_ui/figure.tsx";
import { formatDays } from "#app/_ui/format-time.ts";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readFrameworkFreshness, type FrameworkFreshness } from "#lib/freshness/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Freshness" };

type PageProps = { params: Promise<{ org: string; framework: string }>; searchParams: Promise<Query> };

/** How fresh the evidence behind an edition has been over the period, control by control, against the objective. */
export default async function FreshnessPage({ params, searchParams }: PageProps) {
  const { org, framework: key } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const now = context.clock.now();
    const zone = organization.timeZone;
    const past = pastOf(query, zone, now);
    const kept = keptDay(past);
    const page = await readFrameworkFreshness(context, { key, ...instantsOf(past) });
    const home = `/${org}/frameworks/${key}`;
    const path = `${home}/freshness`;
    const name = `${page.framework.name} ${page.framework.edition}`;
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "mappings.manage");
    const missed = page.controls.filter((one) => one.standing.status !== "met").length;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Frameworks", href: `/${org}/frameworks` }, { label: name, href: hrefWith(home, {}, kept) }, { label: "Freshness" }]}
        facts={[
          { kind: "period", label: page.engagement ?? "Quarter", value: formatDays(page.period.firstDay, page.period.lastDay) },
          { kind: "next", label: "Next to act", value: missed === 0 ? "Nobody" : `The owners of ${missed} ${missed === 1 ? "control" : "controls"}` },
          { kind: "sees", label: "Visible to", value: "Your people, not auditors" },
        ]}
      >
        <PageTitle title={`Freshness of ${page.framework.name}`} note={page.framework.edition} />
        <FrameworkTabs path={home} current="freshness" may={{ map: may, look: true }} kept={kept} />
        <PastBar path={path} query={query} past={past} now={now} zone={zone} />
        <Together page={page} />
        <Section title="By control" count={`${page.controls.length} mapped`}>
          <FreshnessTable controls={page.controls} hrefOf={(code) => hrefWith(`/${org}/controls/${code}`, {}, kept)} mapHref={may ? `${home}/mappings` : undefined} />
        </Section>
        <p className="max-w-[72ch] pt-4 text-xs text-muted">A day counts as proven for a request when accepted evidence was fresh for the whole of it. Days of all requests are counted together; a day that two requests leave open counts twice. Administrators set the objective under Settings.</p>
      </PageFrame>
    );
  });
}

function Together({ page: { together, objectivePercent, framework } }: { page: FrameworkFreshness }) {
  const { standing, provenDays, endedDays, requests } = together;
  return (
    <div className="mt-5">
      <Figures>
        <Figure value={standing.share === null ? "Not yet known" : shareText(standing)} label={`of request days proven · objective ${numberText(objectivePercent)} %`} />
        <Figure value={numberText(provenDays)} of={numberText(endedDays)} label={`days of ${numberText(requests)} ${requests === 1 ? "request" : "requests"}`} />
        <Figure value={numberText(standing.burnedDays)} label={`days without proof · ${numberText(standing.allowedDays)} may be`} />
        <Figure value={trendText(standing)} label="last 30 days, against those before" />
      </Figures>
      <p className="pt-2"><StatusInline status={standing.status} word={requests === 0 ? `No control of ${framework.name} asks for evidence` : objectiveWord(standing)} /></p>
    </div>
  );
}
