import type { ReactNode } from "react";
import type { Fact } from "#app/_ui/facts-bar.tsx";
import type { Crumb } from "#app/_ui/breadcrumbs.tsx";
import { TopBar } from "./top-bar.tsx";

type PageFrameProps = { crumbs: readonly Crumb[]; facts?: readonly Fact[]; flush?: boolean; children: ReactNode };

/** A page inside the shell: top bar, then body. `flush` leaves the body's margins to the page (split views). */
export function PageFrame({ crumbs, facts, flush = false, children }: PageFrameProps) {
  return (
    <>
      <TopBar crumbs={crumbs} facts={facts} />
      <div className={flush ? "page-body page-flush" : "page-body"}>{children}</div>
    </>
  );
}
