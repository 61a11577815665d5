import { Glyph } from "#app/_ui/glyph.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { ReadOwnFramework } from "#lib/frameworks/index.ts";

/** What is wrong with the file, by line and column. It is taken whole or not at all. */
export function ProblemList({ problems, count }: { problems: ReadOwnFramework["problems"]; count: number }) {
  return (
    <Section title="Cannot be taken" count={`${count} ${count === 1 ? "problem" : "problems"}${count > problems.length ? `, ${problems.length} shown` : ""}`} flush={false}>
      <ul className="max-h-[420px] overflow-y-auto" tabIndex={0} aria-label="Problems">
        {problems.map((one, index) => (
          <li key={`${one.line} ${one.column} ${index}`} className="grid grid-cols-[16px_minmax(0,1fr)] items-start gap-x-2 border-b border-line-soft py-1.5">
            <span className="mt-0.5"><Glyph name="fail" tone="critical" /></span>
            <span className="min-w-0 break-words"><span className="font-medium">line {one.line}, column {one.column}</span>: {one.sentence}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
