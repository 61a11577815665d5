import { createLoader, type SearchParams } from "nuqs/server";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { Button } from "#app/_ui/button.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith, listParsers, parseAsSort } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Panel } from "#app/_ui/panel.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { StatusBadge } from "#app/_ui/status-badge.tsx";
import { GalleryShell } from "../gallery-shell.tsx";
import { RequestTable } from "../request-table.tsx";
import { FACTS, REQUESTS } from "../sample-data.ts";

const loadState = createLoader({ ...listParsers, sort: parseAsSort(["request", "status", "items", "due"]).withDefault({ column: "due", direction: "asc" }) });

/** A list with its panel: how the table, the address and the panel work together. */
export default async function ListPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const query = await searchParams;
  const { q, sort } = loadState(query);
  const rows = REQUESTS.filter((row) => row.request.toLowerCase().includes((q ?? "").toLowerCase()));
  const at = rows.findIndex((row) => row.id === query["panel"]);
  const current = rows[at];
  const panelOf = (index: number) => (rows[index] === undefined ? undefined : hrefWith("/gallery/list", query, { panel: rows[index].id }));
  return (
    <GalleryShell>
      <PageFrame crumbs={[{ label: "Fernhall Systems", href: "/gallery" }, { label: "Evidence" }]} facts={FACTS}>
        <PageTitle title="Evidence requests" note="148 in the period" />
        <form id="requests">
          <FilterBar><SearchField label="Find a request" /></FilterBar>
          <RequestTable rows={rows} query={query} currentId={current?.id} sort={sort} select />
          <BatchBar form="requests" noun={{ one: "request", many: "requests" }} total={148}><Button type="submit" form="requests">Assign owner</Button></BatchBar>
        </form>
        {current === undefined ? null : (
          <Panel title={current.request} code={`Request ${current.number}`} closeHref={hrefWith("/gallery/list", query, { panel: null })} fullHref="/gallery/record" previousHref={panelOf(at - 1)} nextHref={panelOf(at + 1)}>
            <p className="mb-4"><StatusBadge status={current.status} /></p>
            <KeyValue items={[{ key: "Source", value: current.source }, { key: "Next due", value: current.due }, { key: "Waiting on", value: current.waiting }]} />
          </Panel>
        )}
      </PageFrame>
    </GalleryShell>
  );
}
