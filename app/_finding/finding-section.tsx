import Link from "next/link";
import { dayText } from "#app/_ui/calendar-days.ts";
import { Section } from "#app/_ui/section.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import type { FindingListRow } from "#lib/findings/index.ts";
import { FindingStatusWord } from "./finding-status.tsx";

type Props = { code: string; /** Unsettled ones and accepted risks. */ findings: readonly FindingListRow[]; hrefOf: (id: string) => string; listHref: string };

/** The findings that stand against a control now; nothing where there is none. */
export function FindingSection({ code, findings, hrefOf, listHref }: Props) {
  if (findings.length === 0) return null;
  const late = findings.filter((one) => one.standing.late).length;
  return (
    <Section title="Findings" count={`${findings.length}${late === 0 ? "" : `, ${late} late`}`} aside={<Link className="link" prefetch={false} href={listHref}>All findings of {code}</Link>}>
      <ul className="task-list">
        {findings.map((one) => (
          <li key={one.id}>
            <div className="task-text"><Link prefetch={false} href={hrefOf(one.id)}>{one.title}</Link> <span className="font-mono text-xs text-muted">{one.name}</span><span className="block text-muted">{one.owner ?? "Nobody yet"}, due {dayText(one.dueOn)}</span></div>
            <Severity level={one.severity} />
            <FindingStatusWord {...one} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
