import { Breadcrumbs, type Crumb } from "#app/_ui/breadcrumbs.tsx";
import { FactsBar, type Fact } from "#app/_ui/facts-bar.tsx";

/** Where one is, and the three facts: which period, who must act next, who can see this. */
export function TopBar({ crumbs, facts = [] }: { crumbs: readonly Crumb[]; facts?: readonly Fact[] }) {
  return (
    <div className="top-bar">
      <Breadcrumbs crumbs={crumbs} />
      {facts.length === 0 ? null : <FactsBar facts={facts} />}
    </div>
  );
}
