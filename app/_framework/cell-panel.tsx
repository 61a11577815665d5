import Link from "next/link";
import { StandingMark } from "#app/_finding/standing-mark.tsx";
import { Panel } from "#app/_ui/panel.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import type { StandingCount } from "#lib/findings/index.ts";
import type { OpenCell } from "#lib/frameworks/index.ts";
import { domainName } from "./requirement-list.ts";

const ORIGINS: Readonly<Record<OpenCell["controls"][number]["origin"], string>> = { seed: "seed document", published: "published", ours: "Tickmark’s judgement", customer: "your own" };

type Props = { open: OpenCell; /** What stands against its controls, by code. */ findings: ReadonlyMap<string, StandingCount>; /** The findings of the requirement. */ findingsHref: string; org: string; /** Where a control is. */ hrefOf: (code: string) => string; closeHref: string };

/** The controls of a cell beside the matrix: what each does for the requirement, how it stands, what stands against it, and why it is mapped. */
export function CellPanel({ open, findings, findingsHref, org, hrefOf, closeHref }: Props) {
  const { code, title, column, controls } = open;
  return (
    <Panel title={title} code={column === null ? code : `${code} · ${domainName(column)}`} closeHref={closeHref}>
      {controls.length === 0 ? <p className="text-muted">No control is mapped here.</p> : (
        <ul aria-label={`Controls of ${code}`}>
          {controls.map((control) => (
            <li key={control.controlId} className="grid gap-1 border-b border-line-soft py-3 first:pt-0">
              <p><Link prefetch={false} className="link mono" href={hrefOf(control.code)}>{control.code}</Link> {control.title}</p>
              <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <StatusInline status={control.status} />
                <span className="num text-muted">{control.proven} of {control.total} requests proven</span>
                <span className="text-muted">{control.ownerTeam}</span>
                <StandingMark count={findings.get(control.code)} href={`/${org}/findings?standing=yes&control=${encodeURIComponent(control.code)}`} />
              </p>
              <p className="text-pretty"><span className="font-medium">{control.strength === "satisfies" ? "Satisfies." : "Contributes."}</span> {control.rationale} <span className="text-xs text-muted">Origin: {ORIGINS[control.origin]}.</span></p>
            </li>
          ))}
        </ul>
      )}
      {findings.size === 0 ? null : <p className="pt-3"><Link prefetch={false} className="link" href={findingsHref}>All findings that touch {code}</Link></p>}
    </Panel>
  );
}
