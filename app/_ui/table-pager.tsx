import Link from "next/link";
import type { ReactNode } from "react";
import { ChevronLeft, ChevronRight } from "lucide-react";

export type TablePage = { previousHref?: string; nextHref?: string; note?: ReactNode };

/** Keyset paging: there is a next page or there is none; page numbers would lie while rows arrive. */
export function TablePager({ page, label }: { page: TablePage; label: string }) {
  return (
    <nav className="table-pager" aria-label={`Pages: ${label}`}>
      <span className="num text-muted">{page.note}</span>
      <PagerLink href={page.previousHref} word="Previous" />
      <PagerLink href={page.nextHref} word="Next" />
    </nav>
  );
}

function PagerLink({ href, word }: { href: string | undefined; word: "Previous" | "Next" }) {
  const inside = word === "Previous" ? <><ChevronLeft aria-hidden="true" />{word}</> : <>{word}<ChevronRight aria-hidden="true" /></>;
  if (href === undefined) return <span className="btn btn-quiet" aria-disabled="true">{inside}</span>;
  return <Link prefetch={false} href={href} className="btn" rel={word === "Previous" ? "prev" : "next"}>{inside}</Link>;
}
