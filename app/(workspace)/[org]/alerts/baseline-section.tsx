import type { ReactNode } from "react";
import { dayText } from "#app/_ui/calendar-days.ts";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import type { BaselineExplanation } from "#lib/alerts/index.ts";

const MEASURES: Readonly<Record<BaselineExplanation["measure"], string>> = { exported_bytes: "Data exported", exports: "Exports", transactions: "Transactions" };
const BASES: Readonly<Record<BaselineExplanation["basis"], string>> = { weekday: "the same weekday", day_kind: "working days, or weekends, alike", all_days: "all days that are known" };

type Props = { baseline: BaselineExplanation; ruleText: ReactNode; /** The segment after which the day was judged. */ segment: ReactNode };

/** What a day was held against: the days themselves, what was usual of them, and where unusual begins. There is no line that it rests on: a whole day is added up. */
export function BaselineSection({ baseline, ruleText, segment }: Props) {
  const { measure, actor, day, amount, median, deviation, limit, basis, compared } = baseline;
  const shown = (value: number): string => (measure === "exported_bytes" ? sizeText(Math.round(value)) : numberText(Math.round(value)));
  return (
    <Section title="Why it matched" count={`against ${compared.length} days: ${BASES[basis]}`} aside={ruleText} flush={false}>
      <KeyValue items={[
        { key: "Actor", value: <span className="mono break-all">{actor}</span> },
        { key: "Day", value: dayText(day) },
        { key: MEASURES[measure], value: shown(amount) },
        { key: "Usual up to", value: `${shown(limit)}: a median of ${shown(median)}, and half of the days within ${shown(deviation)} of it` },
        { key: "Days compared", value: <ul>{compared.map((one) => <li key={one.day}>{dayText(one.day)}: {shown(one.amount)}</li>)}</ul> },
        { key: "Lines", value: <>of a whole day, in the segments of that day; judged after {segment} was read</> },
        { key: "Learned", value: "from the organization’s own logs; nothing is random, so the same days give the same answer" },
      ]} />
    </Section>
  );
}
