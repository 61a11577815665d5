import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { TablePager } from "#app/_ui/table-pager.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { listCheckpoints, type CheckpointListRow } from "#lib/ledger/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";

export const metadata: Metadata = { title: "Checkpoints" };

export default async function Page({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const { cursor } = await searchParams;
  const at = typeof cursor === "string" ? cursor : undefined;
  const path = `/${org}/ledger/checkpoints`;
  return runPage(org, async (context) => {
    const [organization, { rows, nextCursor }] = await Promise.all([readOrganization(context, {}), listCheckpoints(context, { cursor: at })]);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Ledger", href: `/${org}/ledger` }, { label: "Checkpoints" }]}
        facts={[{ kind: "next", label: "Next to act", value: "Nobody: it keeps itself" }, { kind: "sees", label: "Visible to", value: "Compliance, administrators" }]}
      >
        <PageTitle title="Checkpoints" note="signed heads of the ledger, newest first" />
        {rows.length === 0 ? <EmptyState kind="first" title="No checkpoint yet">The first entries are signed within a minute, later ones within the hour.</EmptyState> : <List org={org} rows={rows} zone={organization.timeZone} />}
        {at === undefined && nextCursor === null ? null : <TablePager label="Checkpoints" page={{ ...(at === undefined ? {} : { previousHref: path, note: "older ones" }), ...(nextCursor === null ? {} : { nextHref: hrefWith(path, {}, { cursor: nextCursor }) }) }} />}
      </PageFrame>
    );
  });
}

function List({ org, rows, zone }: { org: string; rows: readonly CheckpointListRow[]; zone: string }) {
  return (
    <ol className="grid gap-2 pt-3">
      {rows.map(({ size, recordedAt, stampedAt }) => (
        <li key={size} className="flex flex-wrap gap-x-4 gap-y-1">
          <span className="num min-w-32">{numberText(size)} entries</span>
          <span>signed <Timestamp at={recordedAt} zone={zone} show="minute" /></span>
          <a className="link" href={`/${org}/ledger/checkpoints/${size}.note`} download>Note<span className="sr-only"> at {size} entries</span></a>
          {stampedAt === null ? null : <span>time stamp of <Timestamp at={stampedAt} zone={zone} show="minute" />, <a className="link" href={`/${org}/ledger/checkpoints/${size}.tsr`} download>file<span className="sr-only"> of the time stamp at {size} entries</span></a></span>}
        </li>
      ))}
    </ol>
  );
}
