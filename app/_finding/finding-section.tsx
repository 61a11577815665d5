import Link from "next/link";
import { dayText } from "#app/_ui/calendar-days.ts";
import { Section } from "#app/_ui/section.tsx";
import { Severity } from "#app/_ui/severity.tsx";
import type { FindingList } from "#lib/findings/index.ts";
import { FindingStatusWord } from "./finding-status.tsx";

/** So many are asked for: a control with hundreds leads to the list. */
export const FINDINGS_SHOWN = { order: "due", size: 10 } as const;

type Props = { code: string; /** Those due first, as FINDINGS_SHOWN asks for them. */ findings: Pick<FindingList, "rows" | "nextCursor">; hrefOf: (id: string) => string; listHref: string };

/** The findings of a control that are due first; nothing where there is none. */
export function FindingSection({ code, findings: { rows, nextCursor }, hrefOf, listHref }: Props) {
  if (rows.length === 0) return null;
  const late = rows.filter((one) => one.standing.late).length;
  const shown = nextCursor === null ? String(rows.length) : `the ${rows.length} due first`;
  return (
    <Section title="Findings" count={`${shown}${late === 0 ? "" : `, ${late} late`}`} aside={<Link className="link" prefetch={false} href={listHref}>All findings of {code}</Link>}>
      <ul className="task-list">
        {rows.map((one) => (
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
