import type { ReactNode } from "react";
import { LinkButton } from "./button.tsx";
import { Glyph } from "./glyph.tsx";

type ErrorStateProps = { title: string; children?: ReactNode; requestId?: string; retryHref?: string; action?: ReactNode };

/** What failed, what is unaffected, what to do, and the request's id; confined to the section it stands in. */
export function ErrorState({ title, children, requestId, retryHref, action }: ErrorStateProps) {
  return (
    <div className="empty-state" role="alert">
      <Glyph name="error" tone="fault" />
      <div className="min-w-0">
        <p className="font-semibold">{title}</p>
        {children === undefined ? null : <div className="mt-1 max-w-[60ch] text-muted">{children}</div>}
        {requestId === undefined ? null : <p className="mt-1 text-xs text-muted">Request <code className="break-all">{requestId}</code></p>}
        {retryHref === undefined && action === undefined ? null : (
          <div className="mt-3 flex flex-wrap gap-2">{action}{retryHref === undefined ? null : <LinkButton href={retryHref}>Try again</LinkButton>}</div>
        )}
      </div>
    </div>
  );
}
