import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { listSources } from "#lib/logs/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { addDays, dayOf } from "#lib/platform/zoned-time.ts";
import { startText } from "#lib/rules/index.ts";
import { saveRuleTextAction, tryRuleTextAction } from "./actions.ts";
import { RuleEditor } from "./rule-editor.tsx";

export const metadata: Metadata = { title: "Rule workshop" };

export default async function WorkshopPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const { name, timeZone } = await readOrganization(context, {});
    const start = await startText(context, { from: fromOf(query) });
    const sources = (await listSources(context, { pageSize: 200 })).rows;
    const today = dayOf(context.clock.now(), timeZone);
    const newest = sources.flatMap(({ lastEventAt }) => (lastEventAt === null ? [] : [dayOf(lastEventAt, timeZone)])).sort().at(-1);
    const lastDay = newest === undefined || newest > today ? today : newest;
    const path = `/${org}/rules`;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Rules", href: path }, { label: "Workshop" }]}
        facts={[
          { kind: "next", label: "Next to act", value: "You; then another person, who approves" },
          { kind: "sees", label: "Auditor sees", value: "who wrote a rule in force, and who approved it" },
        ]}
      >
        <PageTitle title={start.title} note={start.baseVersion === 0 ? "not saved yet" : `from version ${start.baseVersion}`} actions={<LinkButton href={`${path}/texts`}>Texts and reviews</LinkButton>} />
        <RuleEditor
          key={`${start.kind} ${start.subject ?? "new"} ${start.baseVersion}`} org={org} zone={timeZone} start={start}
          sources={[{ value: "", label: "Every source" }, ...sources.map(({ id, name: label }) => ({ value: id, label }))]}
          days={{ today, firstDay: addDays(lastDay, -6), lastDay }}
          save={saveRuleTextAction.bind(null, org)} run={tryRuleTextAction.bind(null, org)}
        />
      </PageFrame>
    );
  });
}

type From = Parameters<typeof startText>[1]["from"];

function fromOf(query: Query): From {
  const given = (name: string): string | undefined => (typeof query[name] === "string" && query[name] !== "" ? query[name] : undefined);
  const [text, rule, tune] = [given("text"), given("rule"), given("tune")];
  if (text !== undefined) return { kind: "version", textId: text };
  if (tune !== undefined) return { kind: "tuning", ruleKey: tune };
  return rule === undefined ? { kind: "new" } : { kind: "rule", ruleKey: rule };
}
