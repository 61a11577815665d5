import type { ReactNode } from "react";
import { Calendar, Eye, User } from "lucide-react";

export type Fact = { kind: "period" | "next" | "sees"; label: string; value: ReactNode };

const ICONS = { period: Calendar, next: User, sees: Eye } as const;

/** The three facts of every screen: which period, who must act next, who can see this. */
export function FactsBar({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map((fact) => {
        const Icon = ICONS[fact.kind];
        return (
          <div key={fact.kind}>
            <dt><Icon aria-hidden="true" className="size-3.5" strokeWidth={1.5} />{fact.label}</dt>
            <dd>{fact.value}</dd>
          </div>
        );
      })}
    </dl>
  );
}
