import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { SearchField } from "#app/_ui/search-field.tsx";
import type { AskedTexts } from "./ask-texts.ts";
import { FoundList } from "./found-list.tsx";

type Props = {
  asked: AskedTexts;
  /** Address of the organization or of the engagement; its find page lies below. */
  home: string;
  query: Query;
};

/** The question, and what texts answer it: alike in the workspace and in the portal. */
export function TextSearch({ asked: { found, kind, page }, home, query }: Props) {
  return (
    <>
      <FilterBar><SearchField label="Words, “a phrase”, -not this" /></FilterBar>
      {found === null ? <EmptyState kind="first" title="Nothing is asked yet">Words find their other forms too: “review” finds “reviewed”. Quotation marks hold words together, a hyphen before a word leaves out what has it. Codes and names are found faster by Search or run.</EmptyState>
        : typeof found === "string" ? <EmptyState kind="no_result" title="This asks for nothing">{found}</EmptyState>
        : <FoundList found={found} home={home} kind={kind} page={page} to={(changes) => hrefWith(`${home}/find`, query, { page: null, ...changes })} />}
    </>
  );
}
