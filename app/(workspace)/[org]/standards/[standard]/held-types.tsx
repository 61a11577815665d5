import Link from "next/link";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import type { StandardView } from "#lib/standards/index.ts";

type Held = StandardView["held"];
type Standing = Held["idle"][number];
type Hrefs = { typesHref(type: string): string; checkHref(check: string): string; /** Whether whoever looks may open the resources. */ linked: boolean };

/** Each type that the standard names, with the checks that hold its resources to it and how these stand. */
export function HeldTypes({ held: { types, idle }, ...hrefs }: { held: Held } & Hrefs) {
  return (
    <Section title="What holds resources to it" count={types.length === 1 ? "1 type" : `${numberText(types.length)} types`} flush={false}>
      {types.length === 0 ? <EmptyState kind="not_connected" title="No such resource was collected">No connection lists resources of its types. Whether systems are set as it demands is not known here.</EmptyState> : (
        <ul className="grid gap-4 pt-2">
          {types.map(({ type, count, checks }) => (
            <li key={type} className="grid gap-1">
              <p className="flex flex-wrap gap-x-3"><span className="mono break-all">{type}</span>{hrefs.linked ? <Link prefetch={false} className="link" href={hrefs.typesHref(type)}>{resourcesText(count)}</Link> : <span className="text-muted">{resourcesText(count)}</span>}</p>
              {checks.length === 0 ? <StatusInline status="not_yet_known" word="No check holds this type to it" /> : <Checks checks={checks} checkHref={hrefs.checkHref} />}
            </li>
          ))}
        </ul>
      )}
      {idle.length === 0 ? null : <div className="grid gap-1 pt-4"><p className="text-muted">It names these, too, and nothing that they judge was collected:</p><Checks checks={idle} checkHref={hrefs.checkHref} /></div>}
    </Section>
  );
}

const resourcesText = (count: number): string => (count === 1 ? "1 resource" : `${numberText(count)} resources`);

function Checks({ checks, checkHref }: { checks: readonly Standing[]; checkHref: Hrefs["checkHref"] }) {
  return (
    <ul className="grid gap-1">
      {checks.map(({ id, title, status, word, counts }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3"><StatusInline status={status} word={word} /><Link prefetch={false} className="link" href={checkHref(id)}>{title}</Link><span className="text-muted">{numberText(counts.fail)} fail, {numberText(counts.error)} could not run, {counts.excepted > 0 ? `${numberText(counts.excepted)} accepted, ` : ""}{numberText(counts.pass)} pass</span></li>
      ))}
    </ul>
  );
}
