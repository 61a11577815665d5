import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { columnsOf, DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { readOrganization } from "#lib/organizations/index.ts";
import { COVERAGE_VIEWS, readCoverage, type CoverageRow, type CoverageStanding, type CoverageView } from "#lib/rules/index.ts";
import type { Status } from "#lib/status/client.ts";

export const metadata: Metadata = { title: "Coverage by rules" };

const VIEWS: Readonly<Record<CoverageView, { tab: string; column: string; about: string }>> = {
  technique: { tab: "ATT&CK", column: "Technique", about: "Techniques that some rule that raises alerts names. What no rule names is not listed: this page cannot say what is missing from all of ATT&CK." },
  matrix: { tab: "Logging matrix", column: "Event", about: "Every row of the audit logging matrix, also those that no rule serves." },
  control: { tab: "Controls", column: "Control", about: "Controls that some rule names." },
};

const STANDINGS: Readonly<Record<CoverageStanding, { status: Status; word: string }>> = {
  none: { status: "fail", word: "No rule" },
  off: { status: "disabled", word: "All off or failing" },
  unknown: { status: "not_yet_known", word: "Not run yet" },
  partly: { status: "partial", word: "Some off or failing" },
  quiet: { status: "not_yet_known", word: "Never fired" },
  watched: { status: "pass", word: "Watched" },
};

export default async function CoveragePage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  const view = COVERAGE_VIEWS.find((one) => one === query["by"]) ?? "technique";
  return runPage(org, async (context) => {
    const { name, timeZone } = await readOrganization(context, {});
    const rows = await readCoverage(context, view);
    const path = `/${org}/rules/coverage`;
    const gaps = rows.filter(({ standing }) => standing === "none" || standing === "off").length;
    const watched = rows.filter(({ standing }) => standing === "watched").length;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Rules", href: `/${org}/rules` }, { label: "Coverage" }]}
        facts={[
          { kind: "period", label: "Watched", value: `${watched} of ${rows.length}` },
          { kind: "next", label: "Next to act", value: gaps === 0 ? "Nobody" : `Security: ${gaps} without a rule in force` },
          { kind: "sees", label: "Auditor sees", value: "rules named by accepted evidence" },
        ]}
      >
        <PageTitle title="Coverage" note="What rules watch, and what they do not; gaps first" />
        <Tabs label="Coverage by" items={COVERAGE_VIEWS.map((one) => ({ label: VIEWS[one].tab, href: hrefWith(path, {}, { by: one === "technique" ? null : one }), current: one === view }))} />
        <p className="max-w-[76ch] py-3 text-muted">{VIEWS[view].about} “Watched” says that one of its rules has fired here. Rules that never fired may be quiet, or their logs may not come: nobody can tell which.</p>
        <CoverageTable view={view} rows={rows} org={org} zone={timeZone} />
      </PageFrame>
    );
  });
}

const TACTICS_SAID = 3;

function CoverageTable({ view, rows, org, zone }: { view: CoverageView; rows: readonly CoverageRow[]; org: string; zone: string }) {
  const column = columnsOf<CoverageRow>();
  const columns = column.columns([
    column.accessor("key", { header: VIEWS[view].column, enableSorting: false, cell: ({ row }) => <Thing view={view} row={row.original} org={org} />, meta: { rowHeader: true } }),
    column.accessor("standing", { header: "Standing", enableSorting: false, cell: ({ row }) => <StatusInline {...STANDINGS[row.original.standing]} />, meta: { width: 168, narrow: "left" } }),
    column.accessor("inForce", { header: "Rules", enableSorting: false, cell: ({ row }) => <Counts row={row.original} />, meta: { width: 250, narrow: "full" } }),
    column.accessor("neverFired", { header: "Never fired", enableSorting: false, cell: ({ row }) => (row.original.inForce === 0 ? "–" : `${row.original.neverFired} of ${row.original.inForce}`), meta: { width: 110, align: "right", narrow: "hide" } }),
    column.accessor("lastFiredAt", { header: "Last fired", enableSorting: false, cell: (cell) => <Last at={cell.getValue()} zone={zone} />, meta: { width: 150, align: "right", narrow: "right", narrowLabel: true } }),
  ]);
  return <DataTable caption={`Coverage by ${VIEWS[view].tab}`} columns={columns} rows={[...rows]} rowId={(row) => row.key} empty={<EmptyState kind="first" title="No rule says what it is for">Rules name techniques and controls by their tags; none in force does.</EmptyState>} />;
}

function Thing({ view, row, org }: { view: CoverageView; row: CoverageRow; org: string }) {
  const href = view === "control" ? `/${org}/controls/${row.key}` : `/${org}/rules?q=${encodeURIComponent(row.key)}`;
  return (
    <>
      {view === "matrix" ? <span>{row.title}</span> : <Link prefetch={false} className="link mono" href={href}>{row.key}</Link>}{" "}
      <span className="text-muted">{view === "control" ? row.title : view === "matrix" ? row.group : fewOf(row.group.split(", "))}</span>
      <Off row={row} org={org} />
    </>
  );
}

/** Techniques that hundreds of rules name are said to serve nearly every tactic: the first ones, and how many more. */
function fewOf(tactics: readonly string[]): string {
  return tactics.length <= TACTICS_SAID + 1 ? tactics.join(", ") : `${tactics.slice(0, TACTICS_SAID).join(", ")} and ${tactics.length - TACTICS_SAID} more`;
}

/** The rules that do not watch, by name: what to do something about. */
function Off({ row, org }: { row: CoverageRow; org: string }) {
  const off = row.rules.filter(({ state }) => state === "disabled" || state === "quarantined" || state === "failing");
  if (off.length === 0) return null;
  return <span className="block text-muted">Off or failing: {off.slice(0, 3).map(({ ruleKey, title }, at) => <span key={ruleKey}>{at === 0 ? "" : ", "}<Link prefetch={false} className="link" href={`/${org}/rules/${encodeURIComponent(ruleKey)}`}>{title}</Link></span>)}{off.length > 3 ? ` and ${off.length - 3} more` : ""}</span>;
}

function Counts({ row: { inForce, notRun, disabled, quarantined, failing } }: { row: CoverageRow }) {
  const parts = [[inForce, "in force"], [notRun, "not run yet"], [disabled, "disabled"], [quarantined, "quarantined"], [failing, "failing"]] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return said.length === 0 ? "none" : said.join(", ");
}

function Last({ at, zone }: { at: Date | null; zone: string }) {
  return at === null ? "never" : <Timestamp at={at} zone={zone} show="date" />;
}
