import type { ReactNode } from "react";

/** The toolbar above a table: search, filters in force, menus; a count or button at the end in `FilterEnd`. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <div className="filter-bar" role="group" aria-label="Filters">{children}</div>;
}

/** What stands at the right end of the toolbar. */
export function FilterEnd({ children }: { children: ReactNode }) {
  return <div className="filter-end flex flex-wrap items-center gap-2">{children}</div>;
}
