import { useId, type ReactNode } from "react";

type SectionProps = {
  title: ReactNode;
  /** Counts beside the title, in grey. */
  count?: ReactNode;
  /** Link or note at the right end of the title's line. */
  aside?: ReactNode;
  level?: 2 | 3;
  id?: string;
  /** The content below draws its own first line, so the title gets none. */
  flush?: boolean;
  children: ReactNode;
};

/** A titled part of a page: parted by space, with the hairline of its content. */
export function Section({ title, count, aside, level = 2, id, flush = true, children }: SectionProps) {
  const titleId = useId();
  const Title = level === 2 ? "h2" : "h3";
  return (
    <section id={id} aria-labelledby={titleId} className="section">
      <header className={`section-head${flush ? "" : " section-line"}`}>
        <Title id={titleId}>{title}</Title>
        {count === undefined ? null : <span className="text-muted">{count}</span>}
        {aside === undefined ? null : <span className="section-aside">{aside}</span>}
      </header>
      {children}
    </section>
  );
}
