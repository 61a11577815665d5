import type { ReactNode } from "react";
import { Glyph } from "./glyph.tsx";
import type { GlyphName } from "./glyph-shapes.tsx";

export type EmptyKind = "first" | "no_result" | "done" | "no_permission" | "not_connected";

const SIGNS: Record<EmptyKind, GlyphName> = { first: "never", no_result: "na", done: "tick", no_permission: "denied", not_connected: "disabled" };

type EmptyStateProps = { kind: EmptyKind; title: string; children?: ReactNode; action?: ReactNode };

/**
 * Why nothing is here. `first`: what belongs here and why an auditor cares. `no_result`: which filters. `done`: what was
 * completed, for which period. `no_permission`: who can grant it. `not_connected`: which system.
 */
export function EmptyState({ kind, title, children, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Glyph name={SIGNS[kind]} tone={kind === "not_connected" || kind === "no_permission" ? "fault" : "inert"} />
      <div className="min-w-0">
        <p className="font-semibold">{title}</p>
        {children === undefined ? null : <div className="mt-1 max-w-[60ch] text-muted">{children}</div>}
        {action === undefined ? null : <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
      </div>
    </div>
  );
}
