import type { ReactNode } from "react";
import { Section } from "#app/_ui/section.tsx";

/** One component, named, with its states below. */
export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return <Section title={name} flush={false}><div className="grid gap-4 pt-4 *:min-w-0">{children}</div></Section>;
}

/** States side by side. */
export function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-x-4 gap-y-2">{children}</div>;
}
