import { LoadingRows } from "#app/_ui/loading-rows.tsx";

/** While a page's data is read: the frame stands, rows are on their way. */
export default function Loading() {
  return <div className="page-body"><LoadingRows columns={[undefined, 160, 120]} label="Loading this page" /></div>;
}
