import Link from "next/link";
import { ChevronRight } from "lucide-react";
import { FactsBar, type Fact } from "#app/_ui/facts-bar.tsx";

export type Crumb = { label: string; href?: string };

/** Where one is, and the three facts: which period, who must act next, who can see this. */
export function TopBar({ crumbs, facts = [] }: { crumbs: readonly Crumb[]; facts?: readonly Fact[] }) {
  return (
    <div className="top-bar">
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
      {facts.length === 0 ? null : <FactsBar facts={facts} />}
    </div>
  );
}
