import Link from "next/link";
import { Glyph } from "#app/_ui/glyph.tsx";
import type { MappingGroup } from "#lib/controls/index.ts";

type Props = {
  groups: readonly MappingGroup[];
  /** Keys of adopted editions; the others are marked. Left out where adoption is not looked at. */
  adopted?: readonly string[];
  frameworkHref?: ((key: string) => string) | undefined;
};

/** A control's mappings by framework, which leads to its page where the reader may go: a disc where it satisfies alone, a ring where it only contributes. */
export function MappingList({ groups, adopted, frameworkHref }: Props) {
  if (groups.length === 0) return <p className="text-muted">Mapped to no framework.</p>;
  return (
    <div className="grid gap-3">
      {groups.map(({ framework, items }) => (
        <div key={framework.key}>
          <h3 className="text-sm font-normal text-muted">{frameworkHref === undefined ? `${framework.name} ${framework.edition}` : <Link href={frameworkHref(framework.key)}>{framework.name} {framework.edition}</Link>}{framework.validUntil === null ? null : ` until ${framework.validUntil}`}{adopted === undefined || adopted.includes(framework.key) ? null : ", not adopted"}</h3>
          <ul className="mt-0.5 grid grid-cols-[repeat(auto-fill,minmax(80px,1fr))] gap-x-2">
            {items.map((item) => {
              const satisfies = item.strength === "satisfies";
              return (
                <li key={item.requirementCode} className={`flex min-h-6 items-center gap-1.5 ${satisfies ? "font-medium" : "text-muted"}`} title={`${item.requirementCode} ${item.title}. ${item.rationale}`}>
                  <Glyph name={satisfies ? "full" : "half"} size={10} label={satisfies ? "satisfies" : "contributes to"} />
                  {item.requirementCode}
                </li>
              );
            })}
          </ul>
          {items.some((item) => item.alone) ? <p className="text-xs text-muted">Without a second person: {items.filter((item) => item.alone).map((item) => item.requirementCode).join(", ")}.</p> : null}
        </div>
      ))}
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        <span className="inline-flex items-center gap-1.5"><Glyph name="full" size={10} />satisfies, alone</span>
        <span className="inline-flex items-center gap-1.5"><Glyph name="half" size={10} />contributes, not enough alone</span>
      </p>
    </div>
  );
}
