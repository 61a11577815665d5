import { OwedTable } from "#app/_overview/owed-table.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { Section } from "#app/_ui/section.tsx";
import type { Delegations } from "#lib/delegation/index.ts";
import type { Task } from "#lib/my-work/index.ts";
import { addDays } from "#lib/platform/zoned-time.ts";
import { delegateWorkAction, endDelegationAction } from "./actions.ts";
import { DelegateForm, TASKS_FORM } from "./delegate-form.tsx";
import { peopleToChoose } from "./people-to-choose.ts";
import { isAsked, SHOWN, type WorkFilter } from "./work-filter.ts";
import { groupWork, TASK_KINDS } from "./work-groups.ts";

/** How long a task is given to another, where nobody says otherwise. */
const DAYS_GIVEN = 7;

type Props = { tasks: readonly Task[]; filter: WorkFilter; query: Query; org: string; zone: string; now: Date; /** Null for who gives nothing to others. */ delegations: Delegations | null };

/** Every task by when it is due; what is selected can be given to somebody. */
export function TaskList({ tasks, filter, query, org, zone, now, delegations }: Props) {
  const path = `/${org}/my-work`;
  const asked = tasks.filter((task) => isAsked(filter, task));
  const shown = asked.slice(filter.from, filter.from + SHOWN);
  const groups = groupWork(shown, now, zone).map(({ name, title, items }) => (
    <Section key={name} title={title} count={groupWork(asked, now, zone).find((one) => one.name === name)?.items.length}>
      <OwedTable caption={`${title} tasks`} items={items} org={org} zone={zone} now={now} withOwner={tasks.some((task) => task.insteadOf !== null)} empty={null} {...(delegations === null ? {} : { select: { form: TASKS_FORM, label: (row) => row.title, can: (row) => row.standIn === null } })} />
    </Section>
  ));
  return (
    <>
      <Filters tasks={tasks} filter={filter} path={path} query={query} />
      {asked.length === 0 ? <EmptyState kind="no_result" title="No task matches" action={<LinkButton href={path}>Clear the filters</LinkButton>}>The filters above leave nothing. Others may exist.</EmptyState> : null}
      {delegations === null ? <div className="mt-8">{groups}</div> : (
        <DelegateForm delegate={delegateWorkAction.bind(null, org)} takeBack={endDelegationAction.bind(null, org)} people={peopleToChoose(delegations.choices)} today={delegations.today} lastDay={addDays(delegations.today, DAYS_GIVEN)}>{groups}</DelegateForm>
      )}
      <Pages path={path} query={query} from={filter.from} total={asked.length} />
    </>
  );
}

function Filters({ tasks, filter, path, query }: { tasks: readonly Task[]; filter: WorkFilter; path: string; query: Query }) {
  const countOf = (kind: Task["kind"]): number => tasks.filter((task) => task.kind === kind).length;
  const kinds = TASK_KINDS.filter(({ kind }) => countOf(kind) > 0 || filter.kind === kind);
  const stead = tasks.filter((task) => task.insteadOf !== null).length;
  if (kinds.length < 2 && stead === 0 && filter.whose === undefined) return null;
  return (
    <FilterBar>
      <FilterMenu
        label="Kind"
        options={[
          { label: "Any kind", href: hrefWith(path, query, { kind: null, from: null }), current: filter.kind === undefined, count: tasks.length },
          ...kinds.map(({ kind, many }) => ({ label: many, href: hrefWith(path, query, { kind, from: null }), current: filter.kind === kind, count: countOf(kind) })),
        ]}
      />
      {stead === 0 && filter.whose === undefined ? null : (
        <FilterMenu
          label="Whose"
          options={[
            { label: "Yours and others’", href: hrefWith(path, query, { whose: null, from: null }), current: filter.whose === undefined, count: tasks.length },
            { label: "Yours", href: hrefWith(path, query, { whose: "own", from: null }), current: filter.whose === "own", count: tasks.length - stead },
            { label: "In others’ stead", href: hrefWith(path, query, { whose: "stead", from: null }), current: filter.whose === "stead", count: stead },
          ]}
        />
      )}
    </FilterBar>
  );
}

function Pages({ path, query, from, total }: { path: string; query: Query; from: number; total: number }) {
  if (total <= SHOWN) return null;
  const last = Math.min(from + SHOWN, total);
  return (
    <nav aria-label="Pages of tasks" className="flex flex-wrap items-center gap-3 pt-3">
      {from === 0 ? null : <LinkButton href={hrefWith(path, query, { from: from <= SHOWN ? null : String(from - SHOWN) })}>Earlier</LinkButton>}
      <span className="num text-muted">{Math.min(from + 1, total)} to {last} of {total}</span>
      {last >= total ? null : <LinkButton href={hrefWith(path, query, { from: String(last) })}>Next {Math.min(SHOWN, total - last)}</LinkButton>}
    </nav>
  );
}
