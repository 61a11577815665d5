import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { listRuleTexts, type RuleTextRow } from "#lib/rules/index.ts";
import { approvePackAction, returnPackAction } from "./actions.ts";
import { PackDecision } from "./pack-decision.tsx";
import { TextStageWord } from "./text-stage.tsx";

export const metadata: Metadata = { title: "Texts of rules" };

/** Texts that are listed; the counts are of all. */
const LISTED = 300;

export default async function RuleTextsPage({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const { name, timeZone } = await readOrganization(context, {});
    const texts = await listRuleTexts(context, {});
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "rules.manage");
    const waiting = texts.filter(({ stage }) => stage === "proposed");
    const yours = waiting.filter(({ own }) => may && !own);
    const single = waiting.filter(({ packId }) => packId === null);
    const packs = packsOf(waiting, may);
    // What waits stands above.
    const others = texts.filter((text) => !single.includes(text));
    const path = `/${org}/rules`;
    const write = may ? <><LinkButton href={`${path}/import`}>Import</LinkButton><LinkButton kind="primary" href={`${path}/workshop`}>Write a rule</LinkButton></> : undefined;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Rules", href: path }, { label: "Texts" }]}
        facts={[
          { kind: "next", label: "Next to act", value: yours.length > 0 ? `You: ${yours.length} to review` : waiting.length > 0 ? "Another person, who approves" : "Nobody" },
          { kind: "sees", label: "Auditor sees", value: "rules named by accepted evidence" },
        ]}
      >
        <PageTitle title="Texts of rules" note="Rules of your own, imported ones, and tunings; each version approved by another person" actions={write} />
        {packs.length === 0 ? null : (
          <Section title="Archives that wait for review" count={packs.length}>
            <ul className="task-list">{packs.map((pack) => <PackDecision key={pack.packId} {...pack} approve={approvePackAction.bind(null, org)} giveBack={returnPackAction.bind(null, org)} />)}</ul>
          </Section>
        )}
        {single.length === 0 ? null : <Section title="Wait for review" count={single.length}><Texts caption="Texts that wait for review" rows={single} path={path} zone={timeZone} /></Section>}
        {texts.length > 0 && others.length === 0 ? null : <Section title={single.length === 0 ? "All" : "Others"} count={others.length > LISTED ? `the newest ${LISTED} of ${others.length}` : others.length}>
          {texts.length === 0 ? <EmptyState kind="first" title="Only the rules that Tickmark ships are in force" action={write}>What your systems log, and whom they belong to, only you know. A rule of your own, or a filter on a shipped one, is written here, tried on your stored logs, and approved by another person: an auditor sees who did.</EmptyState> : <Texts caption="Texts" rows={others.slice(0, LISTED)} path={path} zone={timeZone} />}
        </Section>}
      </PageFrame>
    );
  });
}

function Texts({ caption, rows, path, zone }: { caption: string; rows: readonly RuleTextRow[]; path: string; zone: string }) {
  const column = columnsOf<RuleTextRow>();
  const columns = column.columns([
    column.accessor("title", { header: "Text", enableSorting: false, cell: ({ row }) => <Link prefetch={false} className="link" href={`${path}/texts/${row.original.id}`}>{row.original.title}</Link>, meta: { rowHeader: true } }),
    column.accessor("kind", { header: "Kind", enableSorting: false, cell: ({ row }) => kindText(row.original), meta: { width: 110, muted: true, narrow: "left" } }),
    column.accessor("stage", { header: "Stage", enableSorting: false, cell: ({ row }) => <TextStageWord stage={row.original.stage} />, meta: { width: 124, narrow: "left" } }),
    column.accessor("version", { header: "Version", enableSorting: false, meta: { width: 80, align: "right", narrow: "hide" } }),
    column.accessor("author", { header: "Author", enableSorting: false, cell: (cell) => cell.getValue() ?? "not stated", meta: { width: 150, narrow: "hide" } }),
    column.accessor("license", { header: "Licence", enableSorting: false, cell: (cell) => cell.getValue() ?? "not stated", meta: { width: 110, narrow: "hide" } }),
    column.accessor("savedAt", { header: "Saved", enableSorting: false, cell: ({ row }) => <>{row.original.savedByName}, <Timestamp at={row.original.savedAt} zone={zone} show="date" /></>, meta: { width: 210, narrow: "full" } }),
  ]);
  return <DataTable caption={caption} columns={columns} rows={[...rows]} rowId={(row) => row.id} empty={null} />;
}

/** Proposals of each archive, together. */
function packsOf(waiting: readonly RuleTextRow[], may: boolean) {
  return [...Map.groupBy(waiting, ({ packId }) => packId)].flatMap(([packId, rows]) => {
    if (packId === null) return [];
    const licenses = [...new Set(rows.flatMap(({ license }) => license ?? []))].slice(0, 3);
    return [{ packId, count: rows.length, by: rows[0]?.savedByName ?? "", licenses, mayDecide: may && rows.every(({ own }) => !own) }];
  });
}

const kindText = ({ kind, packId }: RuleTextRow): string => (kind === "tuning" ? "tuning" : packId === null ? "own rule" : "imported");
