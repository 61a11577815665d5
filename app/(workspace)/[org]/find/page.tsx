import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { addressValue } from "#app/_list/address-value.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { FilterBar } from "#app/_ui/filter-bar.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { SearchField } from "#app/_ui/search-field.tsx";
import { findTexts, type FoundTexts } from "#lib/navigation/index.ts";
import type { TextKind } from "#lib/navigation/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { isAppError } from "#lib/platform/errors.ts";
import type { Context } from "#lib/platform/context.ts";
import { FoundList, TEXT_KIND_WORDS } from "./found-list.tsx";

export const metadata: Metadata = { title: "Search in texts" };

type PageProps = { params: Promise<{ org: string }>; searchParams: Promise<Query> };

/** What was found, or the sentence that says why the question asks for nothing. */
async function ask(context: Context, text: string, kind: TextKind | undefined, page: number): Promise<FoundTexts | string> {
  try {
    return await findTexts(context, { text, kind, page });
  } catch (error) {
    if (isAppError(error) && error.reason === "question_unclear") return error.message;
    throw error;
  }
}

export default async function FindPage({ params, searchParams }: PageProps) {
  const { org } = await params;
  const query = await searchParams;
  const text = addressValue(query, "q")?.slice(0, 400) ?? "";
  const kind = (Object.keys(TEXT_KIND_WORDS) as TextKind[]).find((one) => one === addressValue(query, "kind"));
  const page = Math.max(1, Math.min(40, Number.parseInt(addressValue(query, "page") ?? "1", 10) || 1));
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const found = text === "" ? null : await ask(context, text, kind, page);
    const path = `/${org}/find`;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Search in texts" }]}
        facts={[{ kind: "next", label: "Looked through", value: "what your role may read" }, { kind: "sees", label: "Auditor sees", value: "what the engagement holds" }]}
      >
        <PageTitle title="Search in texts" note="controls, requirements, mappings, evidence, incidents" />
        <FilterBar><SearchField label="Words, “a phrase”, -not this" /></FilterBar>
        {found === null ? <EmptyState kind="first" title="Nothing is asked yet">Words find their other forms too: “review” finds “reviewed”. Quotation marks hold words together, a hyphen before a word leaves out what has it. Codes and names are found faster by Search or run.</EmptyState>
          : typeof found === "string" ? <EmptyState kind="no_result" title="This asks for nothing">{found}</EmptyState>
          : <FoundList found={found} org={org} kind={kind} page={page} to={(changes) => hrefWith(path, query, { page: null, ...changes })} />}
      </PageFrame>
    );
  });
}
