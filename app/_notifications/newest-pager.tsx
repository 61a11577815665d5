import Link from "next/link";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";

/** The pager of a list that begins with the newest; none when everything stands on one page. */
export function newestPager(path: string, query: Query, cursor: string | undefined, next: string | null) {
  if (cursor === undefined && next === null) return undefined;
  const first = <Link className="link" href={hrefWith(path, query, { after: null })}>Back to the newest</Link>;
  return { nextHref: next === null ? undefined : hrefWith(path, query, { after: next }), note: cursor === undefined ? undefined : first };
}
