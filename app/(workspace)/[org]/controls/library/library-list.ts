import { addressValue, wordIn } from "#app/_list/address-value.ts";
import { defineList } from "#app/_list/define-list.ts";
import type { Query } from "#app/_ui/list-state.ts";
import { DOMAINS, listLibrary, type Domain, type LibraryList, type LibraryRow } from "#lib/controls/index.ts";
import { listFrameworkNames, type FrameworkName } from "#lib/frameworks/index.ts";
import { libraryColumns } from "./library-columns.tsx";

export const SHOWN = { open: "Not adopted", adopted: "Adopted" } as const;

/** What an address of the library filters by. */
export function libraryFilter(query: Query) {
  const [domain, show] = [addressValue(query, "domain"), addressValue(query, "show")];
  return {
    framework: addressValue(query, "framework"),
    domain: (Object.keys(DOMAINS) as Domain[]).find((one) => one === domain),
    show: (Object.keys(SHOWN) as (keyof typeof SHOWN)[]).find((one) => one === show),
    text: addressValue(query, "q"),
  };
}

export const libraryList = defineList<LibraryRow, LibraryList & { frameworks: FrameworkName[] }>({
  key: "library",
  page: "controls/library",
  title: "Control library",
  filters: {
    framework: { label: "Framework" },
    domain: { label: "Domain", word: wordIn(DOMAINS) },
    show: { label: "Show", word: wordIn(SHOWN) },
    q: { label: "Code or title", operator: "contains" },
  },
  rowId: (row) => row.code,
  async read(context, query) {
    const { show, ...rest } = libraryFilter(query);
    const list = await listLibrary(context, { ...rest, ...(show === undefined ? {} : { adopted: show === "adopted" }) });
    const frameworks = (await listFrameworkNames(context, {})).filter((one) => list.frameworkKeys.includes(one.key));
    return { ...list, frameworks, nextCursor: null };
  },
  columns: (_, { frameworks }) => libraryColumns(frameworks.filter((one) => !one.retired)),
});
