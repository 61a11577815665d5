import Link from "next/link";
import { countText } from "#app/_ui/count-text.ts";
import { formatDays } from "#app/_ui/format-time.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { MyWork } from "#lib/my-work/index.ts";

/** What others handed in, performed or propose, and this person may judge. */
export function ReviewSection({ work: { toReview, performed, drafts, rules, toVerify }, org, zone }: { work: MyWork; org: string; zone: string }) {
  const total = toReview.total + performed.total + drafts.total + rules.total + toVerify.total;
  if (total === 0) return null;
  const isCut = [toReview, performed, drafts, toVerify].some((one) => one.total > one.items.length);
  return (
    <Section title="To review" count={countText(total)} aside={<Link className="link" href={`/${org}/evidence/review`}>Review inbox</Link>} flush={false}>
      <ul className="task-list">
        {toReview.items.map((item) => (
          <li key={item.id}>
            <div className="task-text"><Link href={`/${org}/evidence/${item.id}`}>{item.title}</Link> <span className="font-mono text-xs text-muted">EV-{item.number}</span></div>
            <StatusInline status="needs_review" />
            <Timestamp at={item.collectedAt} zone={zone} show="day" />
          </li>
        ))}
        {drafts.items.map((item) => (
          <li key={item.id}>
            <div className="task-text"><Link href={`/${org}/controls/drafts/${item.id}`}>Change proposed: {item.proposes.toLowerCase()}</Link> <span className="font-mono text-xs text-muted">{item.code}</span></div>
            <StatusInline status="needs_review" />
            <Timestamp at={item.savedAt} zone={zone} show="day" />
          </li>
        ))}
        {rules.items.map((item) => (
          <li key={item.id}>
            <div className="task-text"><Link href={item.texts > 1 ? `/${org}/rules/texts` : `/${org}/rules/texts/${item.id}`}>{item.texts > 1 ? `${item.texts} texts of rules proposed` : `Rule proposed: ${item.title}`}</Link>{item.texts > 1 ? null : <span className="font-mono text-xs text-muted"> version {item.version}</span>}</div>
            <StatusInline status="needs_review" />
            <Timestamp at={item.savedAt} zone={zone} show="day" />
          </li>
        ))}
        {performed.items.map((item) => (
          <li key={item.id}>
            <div className="task-text"><Link href={`/${org}/controls/${item.code}/occurrences/${item.windowFirstDay}`}>Performed for {formatDays(item.windowFirstDay, item.windowLastDay)}</Link> <span className="font-mono text-xs text-muted">{item.code}</span></div>
            <StatusInline status="needs_review" />
            <Timestamp at={item.recordedAt} zone={zone} show="day" />
          </li>
        ))}
        {toVerify.items.map((item) => (
          <li key={item.id}>
            <div className="task-text"><Link href={`/${org}/findings/${item.id}`}>Remedied: {item.title}</Link> <span className="font-mono text-xs text-muted">{item.name}</span></div>
            <StatusInline status="needs_review" />
            <Timestamp at={item.remediatedAt} zone={zone} show="day" />
          </li>
        ))}
      </ul>
      {isCut ? <p className="pt-2 text-muted">The longest waiting of each kind. The others follow as these are judged.</p> : null}
    </Section>
  );
}
