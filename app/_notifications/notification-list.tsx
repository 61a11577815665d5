import { EmptyState } from "#app/_ui/empty-state.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { FilterMenu } from "#app/_ui/filter-menu.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { newestPager } from "./newest-pager.tsx";
import type { FormState } from "#app/_edge/form-state.ts";
import { NOTIFICATION_KIND_NAMES, NOTIFICATION_KINDS } from "#lib/notifications/client.ts";
import type { NotificationList } from "#lib/notifications/index.ts";
import { MarkAllRead, MarkSelected } from "./notification-forms.tsx";
import { NotificationTable } from "./notification-table.tsx";

type Action = (previous: FormState, form: FormData) => Promise<FormState>;
type Props = { list: NotificationList; query: Query; path: string; zone: string; actions: { mark: Action; markAll: Action } };

/** What of an inbox an address asks for. */
export function notificationQuery(query: Query) {
  return {
    show: query["show"] === "all" ? ("all" as const) : ("unread" as const),
    kind: NOTIFICATION_KIND_NAMES.find((kind) => kind === query["kind"]),
    cursor: typeof query["after"] === "string" ? query["after"] : undefined,
  };
}

/** A person's notifications: unread or all, of one kind or of every, with what can be done to them. */
export function NotificationListBody({ list, query, path, zone, actions }: Props) {
  const { show, kind, cursor } = notificationQuery(query);
  const [first] = list.rows;
  return (
    <>
      <PageTitle
        title="Notifications" note={list.unread === 0 ? "none unread" : `${numberText(list.unread)} unread`}
        actions={<>{first === undefined || list.unread === 0 || cursor !== undefined || kind !== undefined ? null : <MarkAllRead action={actions.markAll} newest={first.id} />}<LinkButton href="/account/notifications">Mail settings</LinkButton></>}
      />
      <FilterBar>
        <FilterMenu label={show === "all" ? "Show: all" : "Show: unread"} options={[
          { label: "Unread", href: hrefWith(path, query, { show: null }), current: show === "unread", count: list.unread },
          { label: "All", href: hrefWith(path, query, { show: "all" }), current: show === "all" },
        ]} />
        <FilterMenu label={kind === undefined ? "Kind: any" : `Kind: ${NOTIFICATION_KINDS[kind].label}`} options={[
          { label: "Any kind", href: hrefWith(path, query, { kind: null }), current: kind === undefined },
          ...list.kinds.map((one) => ({ label: NOTIFICATION_KINDS[one].label, href: hrefWith(path, query, { kind: one }), current: one === kind })),
        ]} />
      </FilterBar>
      <MarkSelected action={actions.mark}>
        <NotificationTable rows={list.rows} path={path} zone={zone} page={newestPager(path, query, cursor, list.nextCursor)} empty={<Nothing show={show} filtered={kind !== undefined} href={hrefWith(path, query, { show: "all", kind: null })} />} />
      </MarkSelected>
    </>
  );
}

function Nothing({ show, filtered, href }: { show: "unread" | "all"; filtered: boolean; href: string }) {
  if (filtered) return <EmptyState kind="no_result" title="Nothing of this kind" action={<LinkButton href={href}>Show all</LinkButton>}>You were told of nothing of this kind{show === "unread" ? " that you have not read" : ""}.</EmptyState>;
  if (show === "unread") return <EmptyState kind="done" title="You have read everything" action={<LinkButton href={href}>Show what you have read</LinkButton>}>What concerns you comes here as it happens, and by mail as you choose.</EmptyState>;
  return <EmptyState kind="first" title="Nothing has happened yet that concerns you">Requests given to you, reviews that wait, deadlines and packets come here.</EmptyState>;
}
