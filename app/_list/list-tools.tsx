import { XLSX_ROWS } from "#lib/spreadsheets/index.ts";
import { arrangeListAction, arrangePortalListAction, deleteViewAction, renameViewAction, saveViewAction, shareViewAction, startViewAction, updateViewAction } from "./actions.ts";
import { ColumnsDialog } from "./columns-dialog.tsx";
import { exportHref, filtersIn } from "./export-address.ts";
import { ExportMenu } from "./export-menu.tsx";
import { shownColumns, type Listing } from "./open-listing.ts";
import { columnsIn, NO_VIEW, VIEW, viewHref } from "./view-address.ts";
import { ViewMenu } from "./view-menu.tsx";

type Props<Row extends object, Extra extends object> = { listing: Listing<Row, Extra>; /** Where the page is drawn on paper too. */ pdfHref?: string };

/** What can be done with a list as a whole, at the right end of its toolbar: its views, its columns, its file. */
export function ListTools<Row extends object, Extra extends object>({ listing, pdfHref }: Props<Row, Extra>) {
  const { list, place, choices, arrangement, open } = listing;
  const columns = shownColumns(listing);
  const broken = open !== null && open !== "gone" && open.broken.length > 0;
  return (
    <>
      {list.screen === "matrix" || !arrangement.maySave ? null : <Views listing={listing} />}
      {list.screen === undefined ? (
        <ColumnsDialog
          key={`${columns.join()} ${arrangement.density}`}
          list={list.key}
          choices={choices}
          density={arrangement.density}
          inAddress={columnsIn(place.query) !== null || (open !== null && open !== "gone")}
          action={(place.portal ? arrangePortalListAction : arrangeListAction).bind(null, place.org)}
        />
      ) : null}
      {broken ? null : <ExportMenu csvHref={exportHref(list, place, columns, "csv")} xlsxHref={exportHref(list, place, columns, "xlsx")} xlsxRows={XLSX_ROWS - 1} pdfHref={pdfHref} />}
    </>
  );
}

function Views<Row extends object, Extra extends object>({ listing: { list, place: { org, path, query }, arrangement, open } }: Props<Row, Extra>) {
  const { views, startViewId, mayShare } = arrangement;
  const current = open === null || open === "gone" ? undefined : open;
  return (
    <ViewMenu
      list={list.key}
      title={list.title}
      allHref={`${path}?${VIEW}=${NO_VIEW}`}
      views={views.map((view) => ({ id: view.id, name: view.name, owner: view.owner, shared: view.shared, href: viewHref(path, view) }))}
      current={current === undefined ? undefined : { id: current.view.id, changed: current.changed, starts: current.view.id === startViewId, mayChange: current.view.owner === null || mayShare }}
      content={{ filters: filtersIn(list.filters, query), columns: columnsIn(query) ?? (current === undefined ? (arrangement.columns ?? []) : []) }}
      mayShare={mayShare}
      actions={{
        save: saveViewAction.bind(null, org), rename: renameViewAction.bind(null, org), update: updateViewAction.bind(null, org),
        share: shareViewAction.bind(null, org), start: startViewAction.bind(null, org), remove: deleteViewAction.bind(null, org),
      }}
    />
  );
}
