import { BatchBar } from "#app/_ui/batch-bar.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { DataTable } from "#app/_ui/data-table.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { SHOWN_MAX, type EditorState, type shownOf } from "./editor-view.ts";
import { mappingColumns, proposalColumns, requirementColumns, waitingColumns } from "./mapping-columns.tsx";
import { MappingForm, type MappingAction } from "./mapping-form.tsx";

type Props = {
  org: string;
  state: EditorState;
  shown: ReturnType<typeof shownOf>;
  frameworkKey: string;
  path: string;
  query: Query;
  actions: { accept: MappingAction; retract: MappingAction; undo: MappingAction };
};

const PAIRS = { one: "pair", many: "pairs" };

/** One of the three ways of looking at it. Rows open the requirement; what is selected is accepted or taken back at once. */
export function EditorTable(props: Props) {
  const { state: { view }, shown } = props;
  const total = shown[view].length;
  return (
    <>
      {view === "proposals" ? <Proposals {...props} /> : view === "mapped" ? <Mapped {...props} /> : view === "waiting" ? <Waiting {...props} /> : <Requirements {...props} />}
      {total > SHOWN_MAX && view !== "requirements" ? <p className="pt-3 text-xs text-muted">The first {SHOWN_MAX} of {total.toLocaleString("en-GB")} are shown. Search either side for the others.</p> : null}
    </>
  );
}

const pairOf = (row: { controlId: string; requirementCode: string }): string => `${row.controlId} ${row.requirementCode}`;
const labelOf = (row: { controlCode: string; requirementCode: string }): string => `${row.controlCode} to ${row.requirementCode}`;

function Proposals({ state, shown, frameworkKey, path, query, actions }: Props) {
  const sought = state.requirement !== "" || state.control !== "" || state.through !== "";
  return (
    <MappingForm id="proposals" action={actions.accept} undo={actions.undo} frameworkKey={frameworkKey} did="made">
      <DataTable
        caption="Proposals" columns={proposalColumns} rows={shown.proposals.slice(0, SHOWN_MAX)} rowId={pairOf} rowHref={(row) => hrefWith(path, query, { panel: row.requirementCode })} select={{ form: "proposals", label: labelOf }}
        empty={sought
          ? <EmptyState kind="no_result" title="No proposal matches" action={<LinkButton href={path}>Show all proposals</LinkButton>}>Neither side has what was asked for.</EmptyState>
          : <EmptyState kind="done" title="Nothing is proposed" action={<LinkButton href={hrefWith(path, query, { view: "requirements" })}>Open the requirements</LinkButton>}>Crosswalks, the library and words give no further reason. What is left is yours to map.</EmptyState>}
      />
      <BatchBar form="proposals" noun={PAIRS}>
        <Button type="submit" kind="primary" name="as" value="proposed" form="proposals">Accept as proposed</Button>
        <Button type="submit" name="as" value="contributes" form="proposals">Accept as contributing</Button>
      </BatchBar>
    </MappingForm>
  );
}

function Mapped({ shown, frameworkKey, path, query, actions }: Props) {
  return (
    <MappingForm id="mapped" action={actions.retract} undo={actions.undo} frameworkKey={frameworkKey} did="taken back">
      <DataTable
        caption="Mappings" columns={mappingColumns} rows={shown.mapped.slice(0, SHOWN_MAX)} rowId={pairOf} rowHref={(row) => hrefWith(path, query, { panel: row.requirementCode })} select={{ form: "mapped", label: labelOf }}
        empty={<EmptyState kind="no_result" title="Nothing is mapped here" action={<LinkButton href={path}>Show proposals</LinkButton>}>No control is mapped, or none that matches.</EmptyState>}
      />
      <BatchBar form="mapped" noun={PAIRS}><Button type="submit" form="mapped">Take back</Button></BatchBar>
    </MappingForm>
  );
}

/** What drafts would change: it holds once another person approved it. */
function Waiting({ org, shown, path }: Props) {
  return (
    <DataTable
      caption="Mappings in drafts" columns={waitingColumns} rows={shown.waiting.slice(0, SHOWN_MAX)} rowId={pairOf} rowHref={(row) => `/${org}/controls/drafts/${row.draftId}`}
      empty={<EmptyState kind="done" title="Nothing waits" action={<LinkButton href={path}>Show proposals</LinkButton>}>What is mapped, changed or taken back stands here until another person approves it.</EmptyState>}
    />
  );
}

function Requirements({ shown, path, query, state }: Props) {
  return (
    <DataTable
      caption="Requirements" columns={requirementColumns} rows={shown.requirements} rowId={(row) => row.code} rowHref={(row) => hrefWith(path, query, { panel: row.code })} {...(state.panel === null ? {} : { currentId: state.panel })}
      empty={<EmptyState kind="no_result" title="No requirement matches" action={<LinkButton href={hrefWith(path, query, { q: null })}>Show all</LinkButton>}>Search by code or by words of the title.</EmptyState>}
    />
  );
}
