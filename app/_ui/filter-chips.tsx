import Link from "next/link";
import { X } from "lucide-react";

export type FilterChip = { field: string; operator: string; value: string; removeHref: string };

/** The filters in force, in words: "State is open". Each can be taken away, and all at once. */
export function FilterChips({ chips, clearHref }: { chips: readonly FilterChip[]; clearHref?: string }) {
  if (chips.length === 0) return null;
  return (
    <>
      {chips.map((chip) => (
        <span key={`${chip.field} ${chip.operator} ${chip.value}`} className="chip">
          {chip.field} {chip.operator} <b>{chip.value}</b>
          <Link prefetch={false} href={chip.removeHref} scroll={false} className="chip-remove" aria-label={`Remove filter ${chip.field} ${chip.operator} ${chip.value}`}>
            <X aria-hidden="true" className="size-3.5" strokeWidth={1.5} />
          </Link>
        </span>
      ))}
      {clearHref === undefined || chips.length < 2 ? null : <Link prefetch={false} href={clearHref} scroll={false} className="btn btn-quiet">Clear filters</Link>}
    </>
  );
}
