import Link from "next/link";

/** A stretch of a line; `mark` 1 or 2 is the condition that it matched. */
export type LogPart = string | { text: string; mark: 1 | 2 };
export type LogLine = { number: number; tag?: string; parts: readonly LogPart[] };
/** Lines left out, in words, with the way to see them. */
export type LogGap = { gap: string; href?: string; linkLabel?: string };

/** Log text as it was received, with line numbers and what matched. Lines break; nothing scrolls sideways. */
export function LogLines({ label, lines }: { label: string; lines: readonly (LogLine | LogGap)[] }) {
  return (
    <ol className="log-lines" aria-label={label}>
      {lines.map((line) =>
        "gap" in line ? (
          <li key={line.gap} className="log-gap">
            {line.gap}
            {line.href === undefined ? null : <> · <Link prefetch={false} href={line.href} className="link">{line.linkLabel ?? "show"}</Link></>}
          </li>
        ) : (
          <li key={line.number} className="log-line">
            <span className="log-number"><span className="sr-only">Line </span>{line.number}</span>
            <span className="log-tag">{line.tag}</span>
            <code>{line.parts.map((part, index) => (typeof part === "string" ? part : <mark key={index} data-mark={part.mark}>{part.text}</mark>))}</code>
          </li>
        ),
      )}
    </ol>
  );
}
