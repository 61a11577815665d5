import Link from "next/link";
import { ChevronRight } from "lucide-react";

export type Crumb = { label: string; href?: string };

/** Where one is: the last is this page. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="crumbs">
      <ol>
        {crumbs.map((crumb, index) => {
          const last = index === crumbs.length - 1;
          return (
            <li key={crumb.label}>
              {crumb.href === undefined || last ? <span aria-current={last ? "page" : undefined}>{crumb.label}</span> : <Link prefetch={false} href={crumb.href}>{crumb.label}</Link>}
              {last ? null : <ChevronRight aria-hidden="true" className="size-3.5 flex-none" strokeWidth={1.5} />}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
