import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { Term } from "#app/_help/term.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Glyph } from "#app/_ui/glyph.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { ROLE_ORDER, ROLE_WORDS } from "#lib/people/client.ts";
import { listPeople, roleMatrix, type MatrixRow } from "#lib/people/index.ts";
import { mayManagePeople } from "../may-manage.ts";
import { PeopleTabs } from "../people-tabs.tsx";

export const metadata: Metadata = { title: "Roles" };

/** Who may what: the table that authorisation itself asks, in words. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const [organization, { counts }] = [await readOrganization(context, {}), await listPeople(context, { size: 1 })];
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "People", href: `/${org}/people` }, { label: "Roles" }]}
        facts={[{ kind: "next", label: "Next to act", value: "Nobody" }, { kind: "sees", label: "Visible to", value: "Everyone but employees and auditors" }]}
      >
        <PageTitle title="Roles" term={<Term word="role" helpHref={`/${org}/help`} />} note="the same in every organization" />
        <PeopleTabs path={`/${org}/people`} current="roles" manages={mayManagePeople(context)} />
        <Section title="What each role is for" flush={false}>
          <div className="pt-2"><KeyValue wide items={ROLE_ORDER.map((role) => ({ key: `${ROLE_WORDS[role].label} (${counts[role] ?? 0})`, value: ROLE_WORDS[role].does }))} /></div>
        </Section>
        {roleMatrix().map(({ group, rows }) => <Section key={group} title={group}><Matrix group={group} rows={rows} /></Section>)}
      </PageFrame>
    );
  });
}

const column = columnsOf<MatrixRow>();
const columns = column.columns([
  column.accessor("words", { header: "May", cell: ({ row: { original } }) => <May row={original} />, meta: { rowHeader: true, wrap: true } }),
  ...ROLE_ORDER.map((role) => {
    const { label } = ROLE_WORDS[role];
    return column.accessor((row) => row.holders.includes(role), { id: role, header: label, cell: (cell) => <Held held={cell.getValue()} />, meta: { width: 16 + 7 * label.length, narrow: "hide" as const } });
  }),
]);

function Matrix({ group, rows }: { group: string; rows: readonly MatrixRow[] }) {
  return <DataTable caption={`${group}: who may what`} columns={columns} rows={rows} rowId={(row) => row.permission} density="compact" empty={<EmptyState kind="done" title="Nothing">No permission is in this group.</EmptyState>} />;
}

/** Where there is no room for a column per role, the roles stand below in words. */
function May({ row: { words, holders } }: { row: MatrixRow }) {
  return <>{words}<span className="hidden font-normal text-muted stacked:block">{holders.map((role) => ROLE_WORDS[role].label).join(", ")}</span></>;
}

function Held({ held }: { held: boolean }) {
  return held ? <Glyph name="pass" tone="info" label="yes" /> : <span className="text-muted"><span aria-hidden="true">–</span><span className="sr-only">no</span></span>;
}
