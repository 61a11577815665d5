import type { ReactNode } from "react";

type PageTitleProps = { title: ReactNode; code?: ReactNode; note?: ReactNode; /** What its word means: a small mark beside it. */ term?: ReactNode; actions?: ReactNode };

/** The page's one h1, its identifier above it, and its acts at the right. */
export function PageTitle({ title, code, note, term, actions }: PageTitleProps) {
  return (
    <header className="page-title">
      <div className="min-w-0">
        {code === undefined ? null : <p className="mono text-muted">{code}</p>}
        <div className="page-heading">
          <h1>{title}{note === undefined ? null : <span className="font-normal text-muted"> {note}</span>}</h1>
          {term}
        </div>
      </div>
      {actions === undefined ? null : <div className="page-actions">{actions}</div>}
    </header>
  );
}
