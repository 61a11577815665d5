import { Glyph } from "#app/_ui/glyph.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { ImportField } from "#lib/control-import/client.ts";
import type { ImportPreview } from "#lib/control-import/index.ts";

/** What cannot be taken, by row and column of the sheet. */
export function ProblemList({ preview: { problems, problemCount }, headerOf }: { preview: ImportPreview; headerOf: (field: ImportField) => string }) {
  return (
    <Section title="Cannot be taken" count={`${problemCount} ${problemCount === 1 ? "problem" : "problems"}; these rows are left out`} flush={false}>
      <ul className="max-h-[320px] overflow-y-auto" tabIndex={0} aria-label="Problems">
        {problems.map((one, index) => (
          <li key={`${one.row} ${one.field ?? ""} ${index}`} className="grid grid-cols-[16px_minmax(0,1fr)] items-start gap-x-2 border-b border-line-soft py-1.5">
            <span className="mt-0.5"><Glyph name="fail" tone="critical" /></span>
            <span className="min-w-0 break-words"><span className="font-medium">row {one.row}{one.field === null ? "" : `, column ${headerOf(one.field)}`}</span>: {one.sentence}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
