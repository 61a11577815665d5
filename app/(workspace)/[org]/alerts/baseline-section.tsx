import { KeyValue } from "#app/_ui/key-value.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import type { BaselineExplanation } from "#lib/alerts/index.ts";

const MEASURES: Readonly<Record<BaselineExplanation["measure"], string>> = { exported_bytes: "Data exported", exports: "Exports", transactions: "Transactions" };
const BASES: Readonly<Record<BaselineExplanation["basis"], string>> = { weekday: "the same weekday", day_kind: "working days, or weekends, alike", all_days: "all days that are known" };

/** What a day was held against: the days themselves, what was usual of them, and where unusual begins. */
export function BaselineSection({ baseline }: { baseline: BaselineExplanation }) {
  const { measure, actor, day, amount, median, deviation, limit, basis, compared } = baseline;
  const shown = (value: number): string => (measure === "exported_bytes" ? sizeText(Math.round(value)) : numberText(Math.round(value)));
  return (
    <Section title="Against what is usual" count={`${compared.length} days: ${BASES[basis]}`} flush={false}>
      <KeyValue items={[
        { key: "Actor", value: <span className="mono break-all">{actor}</span> },
        { key: `${MEASURES[measure]} on ${day}`, value: shown(amount) },
        { key: "Usual up to", value: `${shown(limit)}: a median of ${shown(median)}, and half of the days within ${shown(deviation)} of it` },
        { key: "Days", value: compared.map((one) => `${one.day} ${shown(one.amount)}`).join(", ") },
        { key: "Learned", value: "from the organization’s own logs; nothing is random, so the same days give the same answer" },
      ]} />
    </Section>
  );
}
