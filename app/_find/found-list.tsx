import Link from "next/link";
import { FaultSign } from "#app/_evidence/fault-sign.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { TablePager } from "#app/_ui/table-pager.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import type { MarkedPart, TextKind } from "#lib/navigation/client.ts";
import type { FoundTexts } from "#lib/navigation/index.ts";

export const TEXT_KIND_WORDS = { control: "Controls", requirement: "Requirements", mapping: "Mappings", evidence: "Evidence", incident: "Incidents", finding: "Findings" } as const satisfies Record<TextKind, string>;
const ONE = { control: "Control", requirement: "Requirement", mapping: "Mapping", evidence: "Evidence", incident: "Incident", finding: "Finding" } as const satisfies Record<TextKind, string>;

type Props = { found: FoundTexts; home: string; kind: TextKind | undefined; page: number; to: (changes: Record<string, string | null>) => string };

/** "200+" where only the newest were looked at: nobody counts a million. */
const countWord = (count: number, more: boolean): string => `${numberText(count)}${more ? "+" : ""}`;

/** What was found, best first, with the finds marked. */
export function FoundList({ found: { rows, counts, nextPage }, home, kind, page, to }: Props) {
  const all = counts.reduce((sum, one) => sum + one.count, 0);
  if (all === 0) return <EmptyState kind="no_result" title="No text holds this">Try fewer words, or the beginning of the thought. Words are compared by their stem, codes as they are written.</EmptyState>;
  const tabs = [
    { label: `All ${countWord(all, counts.some((one) => one.more))}`, href: to({ kind: null }), current: kind === undefined },
    ...counts.filter((one) => one.count > 0).map((one) => ({ label: `${TEXT_KIND_WORDS[one.kind]} ${countWord(one.count, one.more)}`, href: to({ kind: one.kind }), current: kind === one.kind })),
  ];
  return (
    <>
      <Tabs label="Kinds of records" items={tabs} />
      {rows.length === 0 ? <EmptyState kind="no_result" title="None of this kind">Other kinds of records hold it.</EmptyState> : (
        <ol className="max-w-[80ch]" aria-label="Found">
          {rows.map((row) => (
            <li key={`${row.kind} ${row.id}`} className="border-b border-line-soft py-3">
              <p><Link prefetch={false} className="link" href={`${home}/${row.path}`}><span className="mono">{row.code}</span> <Marked parts={row.title} /></Link> <span className="text-xs text-muted">{ONE[row.kind]}</span>{row.fault === null ? null : <> <FaultSign fault={row.fault} /></>}</p>
              {row.snippet.length === 0 ? null : <p className="pt-0.5 text-pretty text-muted"><Marked parts={row.snippet} /></p>}
            </li>
          ))}
        </ol>
      )}
      {page === 1 && nextPage === null ? null : <TablePager label="What was found" page={{ note: `Page ${page}`, ...(page === 1 ? {} : { previousHref: to({ page: page === 2 ? null : String(page - 1) }) }), ...(nextPage === null ? {} : { nextHref: to({ page: String(nextPage) }) }) }} />}
    </>
  );
}

function Marked({ parts }: { parts: readonly MarkedPart[] }) {
  return parts.map(({ text, marked }, place) => (marked ? <mark key={place} className="bg-caution-tint text-inherit">{text}</mark> : text));
}
