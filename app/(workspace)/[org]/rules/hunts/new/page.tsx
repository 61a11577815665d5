import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { authorize } from "#lib/access/index.ts";
import { HUNT_CHOICES } from "#lib/hunts/client.ts";
import { listSources } from "#lib/logs/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { listRulePacks, listRules, listRuleTexts, readRuleText, TEXT_STAGE_WORDS } from "#lib/rules/index.ts";
import { requestHuntAction } from "../actions.ts";
import { HuntForm } from "./hunt-form.tsx";

export const metadata: Metadata = { title: "New retro-hunt" };

/** Versions that a search in the form finds; an older one is hunted with from its own page. */
const TEXTS_OFFERED = 200;

export default async function NewHuntPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    authorize(context, "hunts.run");
    const { name, timeZone } = await readOrganization(context, {});
    const sources = (await listSources(context, { pageSize: 200 })).rows;
    const rules = (await listRules(context)).filter(({ raisesAlerts, state }) => raisesAlerts && state !== "retired");
    const { rows: newestTexts, nextCursor: olderTexts } = await listRuleTexts(context, { size: TEXTS_OFFERED });
    const packs = await listRulePacks(context, {});
    const today = dayOf(context.clock.now(), timeZone);
    const newest = sources.flatMap(({ lastEventAt }) => (lastEventAt === null ? [] : [dayOf(lastEventAt, timeZone)])).sort().at(-1);
    const lastDay = newest === undefined || newest > today ? today : newest;
    const given = (key: string): string | undefined => (typeof query[key] === "string" ? query[key] : undefined);
    const [text, rule, pack] = [given("text"), given("rule"), given("pack")];
    const choice = HUNT_CHOICES.find((one) => one === (text !== undefined ? "texts" : rule !== undefined ? "rules" : pack !== undefined ? "pack" : "in_force")) ?? "in_force";
    const texts = text === undefined || newestTexts.some(({ id }) => id === text) ? newestTexts : [await readRuleText(context, { textId: text }), ...newestTexts];
    const path = `/${org}/rules/hunts`;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Rules", href: `/${org}/rules` }, { label: "Retro-hunts", href: path }, { label: "New" }]}
        facts={[{ kind: "next", label: "Next to act", value: "You" }, { kind: "sees", label: "Auditor sees", value: "alerts that were raised" }]}
      >
        <PageTitle title="New retro-hunt" note="Nothing is raised by it: you decide on what it finds" />
        {sources.length === 0 ? <EmptyState kind="first" title="No log was received yet" action={<LinkButton href={`/${org}/logs/new`}>Import a log</LinkButton>}>A retro-hunt reads logs that are stored.</EmptyState> : (
          <HuntForm
            action={requestHuntAction.bind(null, org)} cancelHref={path} today={today} days={{ firstDay: addDays(lastDay, -29), lastDay }}
            initial={{ choice, ...(text === undefined ? {} : { textId: text }), ...(rule === undefined ? {} : { ruleKey: rule }), ...(pack === undefined ? {} : { packId: pack }) }}
            sources={sources.map(({ id, name: label }) => ({ value: id, label }))}
            rules={rules.map(({ ruleKey, title }) => ({ value: ruleKey, label: title, note: ruleKey }))}
            texts={texts.map(({ id, title, version, stage }) => ({ value: id, label: title, note: `version ${version}, ${TEXT_STAGE_WORDS[stage].toLowerCase()}` }))}
            olderTexts={olderTexts !== null}
            packs={packs.map(({ id, fileName, taken }) => ({ value: id, label: `${fileName}, ${taken} ${taken === 1 ? "text" : "texts"}` }))}
          />
        )}
      </PageFrame>
    );
  });
}
