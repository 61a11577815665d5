import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { FrameworkTabs } from "#app/_framework/framework-tabs.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { readMappingEditor } from "#lib/mappings/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { acceptProposalsAction, mapControlsAction, retractMappingsAction, undoMappingsAction } from "./actions.ts";
import { EditorTable } from "./editor-table.tsx";
import { editorState, shownOf, VIEWS, type View } from "./editor-view.ts";
import { RequirementPanel } from "./requirement-panel.tsx";

export const metadata: Metadata = { title: "Mapping" };

const THROUGH = { "": "Through anything", crosswalk: "Through crosswalks", library: "Through the library", words: "Through words" } as const;

type PageProps = { params: Promise<{ org: string; framework: string }>; searchParams: Promise<Query> };

/** Both sides of one edition's mappings: what is proposed and why, what is mapped, and what is left. */
export default async function MappingPage({ params, searchParams }: PageProps) {
  const { org, framework: key } = await params;
  const query = await searchParams;
  const state = editorState(query);
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const editor = await readMappingEditor(context, { frameworkKey: key });
    const { framework } = editor;
    const shown = shownOf(editor, state);
    const home = `/${org}/frameworks/${key}`;
    const path = `${home}/mappings`;
    const name = `${framework.name} ${framework.edition}`;
    const gaps = editor.requirements.filter((one) => one.satisfied === 0).length;
    const counts: Record<View, number> = { proposals: shown.proposals.length, requirements: shown.requirements.length, mapped: shown.mapped.length, waiting: shown.waiting.length };
    const actions = { accept: acceptProposalsAction.bind(null, org), map: mapControlsAction.bind(null, org), retract: retractMappingsAction.bind(null, org), undo: undoMappingsAction.bind(null, org) };
    const order = [...new Set((state.view === "requirements" ? shown.requirements.map((one) => one.code) : shown[state.view].map((one) => one.requirementCode)))];
    const at = state.panel === null ? -1 : order.indexOf(state.panel);
    const open = editor.requirements.find((one) => one.code === state.panel);
    const neighbours = { ...(order[at - 1] === undefined ? {} : { previous: order[at - 1] }), ...(at < 0 || order[at + 1] === undefined ? {} : { next: order[at + 1] }) };
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Frameworks", href: `/${org}/frameworks` }, { label: name, href: home }, { label: "Mapping" }]}
        facts={[
          { kind: "next", label: "Next to act", value: gaps === 0 ? "Nobody: a control satisfies each item" : `You, on ${gaps} ${gaps === 1 ? "gap" : "gaps"}` },
          { kind: "sees", label: "Auditor sees", value: "mappings of the engagement’s controls, with rationale" },
        ]}
      >
        <PageTitle title="Mapping" note={name} />
        <FrameworkTabs path={home} current="mappings" may={{ map: true, look: true }} />
        <FilterBar>
          <SearchField label={`Find ${framework.itemLabelMany}`} />
          <SearchField label="Find controls" param="control" />
          <FilterMenu label={`${VIEWS[state.view]} ${counts[state.view]}`} options={(Object.keys(VIEWS) as View[]).map((view) => ({ label: VIEWS[view], count: counts[view], href: hrefWith(path, query, { view: view === "proposals" ? null : view, panel: null }), current: view === state.view }))} />
          {state.view === "proposals" ? <FilterMenu label={THROUGH[state.through as keyof typeof THROUGH] ?? THROUGH[""]} options={(Object.keys(THROUGH) as (keyof typeof THROUGH)[]).map((one) => ({ label: THROUGH[one], href: hrefWith(path, query, { through: one === "" ? null : one }), current: one === state.through }))} /> : null}
        </FilterBar>
        <EditorTable org={org} state={state} shown={shown} frameworkKey={key} path={path} query={query} actions={actions} />
        {open === undefined ? null : <RequirementPanel key={open.code} editor={editor} requirement={open} path={path} query={query} actions={actions} neighbours={neighbours} />}
      </PageFrame>
    );
  });
}
