import Link from "next/link";
import { Glyph } from "#app/_ui/glyph.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import type { FrameworkPage, RequirementGroup, RequirementLine } from "#lib/frameworks/index.ts";
import { statusFacts } from "#lib/status/client.ts";

type Props = { page: FrameworkPage; groups: readonly RequirementGroup[]; controlHref: (code: string) => string };

/** Requirements against controls, with gaps named. Wider than any screen: it scrolls in a region of its own. */
export function Matrix({ page, groups, controlHref }: Props) {
  const { framework, controls } = page;
  return (
    <div className="matrix-scroll" role="region" aria-label={`${framework.name} ${framework.edition}, ${framework.itemLabelMany} and controls`} tabIndex={0}>
      <table className="matrix">
        <caption className="sr-only">{framework.name} {framework.edition}: each {framework.itemLabel} with its status and the controls mapped to it</caption>
        <thead>
          <tr>
            <th scope="col" className="matrix-name first-letter:uppercase">{framework.itemLabel}</th>
            <th scope="col">Status</th>
            <th scope="col" className="matrix-gap">Missing</th>
            {controls.map((control) => (
              <th key={control.controlId} scope="col" className="matrix-cell"><Link className="matrix-code mono" href={controlHref(control.code)} title={control.title}>{control.code}</Link></th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.code}>
            <GroupRow group={group} columns={controls.length} />
            {group.requirements.map((line) => <RequirementRow key={line.code} line={line} page={page} />)}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function GroupRow({ group, columns }: { group: RequirementGroup; columns: number }) {
  const { counts } = group;
  const gaps = counts.onlyContributed + counts.unmapped;
  return (
    <tr className="matrix-group">
      <th scope="rowgroup" className="matrix-name"><strong className="font-medium">{group.code}</strong> <span className="text-muted">{group.title}</span></th>
      <td colSpan={2 + columns} className="text-muted">
        <span className="num">{counts.proven} of {counts.total} proven{gaps === 0 ? "" : `, ${gaps} ${gaps === 1 ? "gap" : "gaps"}`}</span>
      </td>
    </tr>
  );
}

function RequirementRow({ line, page }: { line: RequirementLine; page: FrameworkPage }) {
  const by = new Map(line.controls.map((control) => [control.controlId, control]));
  return (
    <tr>
      <th scope="row" className="matrix-name"><span className={line.parentCode === null ? "" : "matrix-sub"}><strong className="font-medium">{line.code}</strong> {line.title}</span>{line.newInEdition ? <span className="text-xs text-muted"> new in {page.framework.edition}</span> : null}</th>
      <td className="whitespace-nowrap">{line.gap === null ? <StatusInline status={line.status} /> : <StatusInline status={line.status} word="Gap" />}</td>
      <td className="matrix-gap">{line.missing}</td>
      {page.controls.map(({ controlId, code }) => {
        const control = by.get(controlId);
        if (control === undefined) return <td key={controlId} className="matrix-cell" />;
        const facts = statusFacts(control.status);
        const satisfies = control.strength === "satisfies";
        const words = `${code} ${satisfies ? "satisfies" : "contributes to"} ${line.code}: ${facts.word.toLowerCase()}, ${control.proven} of ${control.total} requests proven`;
        return (
          <td key={controlId} className={`matrix-cell${satisfies ? " matrix-satisfies" : ""}`} title={`${words}. ${control.rationale}`}>
            {satisfies ? null : <span className="text-muted" aria-hidden="true">+</span>}
            <Glyph name={facts.glyph} tone={facts.tone} size={satisfies ? 16 : 12} label={words} />
          </td>
        );
      })}
    </tr>
  );
}

/** What the marks of the matrix mean. */
export function MatrixKey() {
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 pt-3 text-xs text-muted">
      <span className="inline-flex items-center gap-1.5"><Glyph name="never" /> large: the control satisfies the requirement alone</span>
      <span className="inline-flex items-center gap-1.5"><span aria-hidden="true">+</span><Glyph name="never" size={12} /> small, with a plus: it contributes and is not enough alone</span>
      <span>The sign is the control&rsquo;s own status. A requirement is as bad as the worst control that satisfies it.</span>
    </p>
  );
}
