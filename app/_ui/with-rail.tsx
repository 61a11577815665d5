import type { ReactNode } from "react";

/** A page's content, with facts at its right; below it on a narrow screen. */
export function WithRail({ rail, children }: { rail: ReactNode; children: ReactNode }) {
  return (
    <div className="with-rail">
      <div className="min-w-0">{children}</div>
      <aside className="rail" aria-label="Facts">{rail}</aside>
    </div>
  );
}

/** One group of facts in the rail. */
export function RailSection({ title, children }: { title?: ReactNode; children: ReactNode }) {
  return (
    <section>
      {title === undefined ? null : <h2 className="mb-2 text-sm">{title}</h2>}
      {children}
    </section>
  );
}
