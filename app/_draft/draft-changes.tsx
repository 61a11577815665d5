import { Banner } from "#app/_ui/banner.tsx";
import { DiffText } from "#app/_ui/diff-text.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { DraftPage, MappingChange } from "#lib/drafts/index.ts";

const PART_TITLES = { statement: "Statement", scope: "Scope" } as const;

/** Everything that a draft changes, word by word. */
export function DraftChanges({ draft: { parts, mappings } }: { draft: Pick<DraftPage, "parts" | "mappings"> }) {
  return (
    <>
      {parts.map(({ part, before, after, theirs }) => (
        <Section key={part} title={PART_TITLES[part]} flush={false}>
          <div className="grid max-w-[76ch] gap-4 pt-3">
            {before === "" ? null : <p className="text-xs text-muted">What goes is struck through, what comes is underlined.</p>}
            <DiffText before={before} after={after} />
            {theirs === null ? null : (
              <div className="grid gap-2">
                <Banner tone="caution" title="Somebody else changed it since.">Its author has to bring both together.</Banner>
                <div className="border-l border-line pl-3"><p className="text-xs text-muted">What was recorded since</p><DiffText before={before} after={theirs} /></div>
              </div>
            )}
          </div>
        </Section>
      ))}
      {mappings.length === 0 ? null : <Section title="Mappings" count={mappings.length} flush={false}><MappingChanges mappings={mappings} /></Section>}
    </>
  );
}

function MappingChanges({ mappings }: { mappings: readonly MappingChange[] }) {
  return (
    <ul className="grid">
      {mappings.map((one) => (
        <li key={`${one.framework} ${one.requirementCode}`} className="grid gap-1 border-b border-line-soft py-3">
          <p><strong className="font-medium">{one.requirementCode}</strong> {one.requirementTitle} <span className="text-xs text-muted">{one.framework}</span></p>
          <p>{mappingText(one)}</p>
          {one.after === null ? <p className="text-muted">{one.reason}</p> : <div className="max-w-[76ch] text-muted"><DiffText before={one.before?.rationale ?? ""} after={one.after.rationale} /></div>}
          {one.moved ? <p className="text-caution-text">Somebody else changed this mapping since. Its author has to look at it again.</p> : null}
        </li>
      ))}
    </ul>
  );
}

function mappingText({ before, after }: MappingChange): string {
  if (after === null) return before === null ? "Stays unmapped" : `Taken back: it ${before.strength} now`;
  if (before === null) return `New: ${after.strength}`;
  return before.strength === after.strength ? `Goes on: ${after.strength}, with another rationale` : `${before.strength} becomes ${after.strength}`;
}
