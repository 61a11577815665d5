/** One filter of a view: the parameter of the address, and its value. */
export type ViewFilter = { name: string; value: string };

/** A list under a name. */
export type View = {
  id: string;
  name: string;
  shared: boolean;
  /** Whose it is; null for the person who looks. */
  owner: string | null;
  filters: ViewFilter[];
  /** Ids of the columns in order; null for those of whoever looks. */
  columns: string[] | null;
};

export const DENSITIES = ["normal", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

/** How a person has arranged a list. */
export type Arrangement = { columns: string[] | null; density: Density; /** The view that the list opens with. */ startViewId: string | null };
