import Link from "next/link";
import type { ReactNode } from "react";

/** One of the few figures that matter: the number, of how many, and what it counts. Figures stand in `Figures`. */
export function Figure({ value, of, label, href }: { value: ReactNode; of?: ReactNode; label: ReactNode; href?: string }) {
  const name = href === undefined ? label : <Link prefetch={false} href={href}>{label}</Link>;
  return (
    <div className="figure">
      <dt className="text-muted">{name}</dt>
      <dd>{value}{of === undefined ? null : <span className="text-muted"> of {of}</span>}</dd>
    </div>
  );
}

/** A row of figures. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className="figures">{children}</dl>;
}
