import Link from "next/link";
import { countText } from "#app/_ui/count-text.ts";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { FEED_SEVERITY_WORDS, FIRING_OUTCOMES, OUTCOME_WORDS } from "#lib/alerts/client.ts";
import type { FeedView } from "#lib/alerts/index.ts";
import { changeFeedAction } from "./actions.ts";
import { FeedForm } from "./feed-form.tsx";

type Props = { org: string; connectionId: string; feed: FeedView; zone: string; acts: boolean };

/** What of the vendor's alerts enters the queue, and what became of every one that was read. */
export function FeedSection({ org, connectionId, feed, zone, acts }: Props) {
  const { enabled, leastSeverity, since, outcomes, floodingSince, waiting } = feed;
  return (
    <Section title="Alerts" flush={false} aside={<Link prefetch={false} className="link" href={hrefWith(`/${org}/alerts`, {}, { connection: connectionId })}>Those in the queue</Link>}>
      <div className="pt-2"><KeyValue items={[
        { key: "Feeds the queue", value: enabled ? `yes, from ${FEED_SEVERITY_WORDS[leastSeverity].toLowerCase()} on, and what the vendor gives no known severity` : "no" },
        { key: "Witnessed since", value: <Timestamp at={since} zone={zone} show="minute" /> },
        ...(floodingSince === null ? [] : [{ key: "Waiting", value: <>{countText(waiting)} since <Timestamp at={floodingSince} zone={zone} show="minute" />: more came than enter the queue within an hour. They are collected, and enter as there is room, the gravest first.</> }]),
      ]} /></div>
      <h3 className="pt-3 font-medium">What became of what it brought</h3>
      <ul className="grid gap-1 pt-1">
        {FIRING_OUTCOMES.map((outcome) => <li key={outcome}><span className="num">{numberText(outcomes[outcome])}</span> <span className="text-muted">{OUTCOME_WORDS[outcome]}</span></li>)}
      </ul>
      {acts ? <FeedForm key={`${enabled} ${leastSeverity}`} action={changeFeedAction.bind(null, org)} connectionId={connectionId} enabled={enabled} leastSeverity={leastSeverity} /> : null}
    </Section>
  );
}
