import type { ReactNode } from "react";

type PageTitleProps = { title: ReactNode; code?: ReactNode; note?: ReactNode; actions?: ReactNode };

/** The page's one h1, its identifier above it, and its acts at the right. */
export function PageTitle({ title, code, note, actions }: PageTitleProps) {
  return (
    <header className="page-title">
      <div className="min-w-0">
        {code === undefined ? null : <p className="mono text-muted">{code}</p>}
        <h1>{title}{note === undefined ? null : <span className="font-normal text-muted"> {note}</span>}</h1>
      </div>
      {actions === undefined ? null : <div className="page-actions">{actions}</div>}
    </header>
  );
}
