import Link from "next/link";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import type { RuleRow } from "#lib/rules/index.ts";

/** The detection rules that serve a control: how many watch, and by name those that do not. Nothing where there is none. */
export function RuleSection({ org, code, rules }: { org: string; code: string; rules: readonly Pick<RuleRow, "ruleKey" | "title" | "state" | "raisesAlerts">[] }) {
  const raising = rules.filter(({ raisesAlerts, state }) => raisesAlerts && state !== "retired");
  if (raising.length === 0) return null;
  const inForce = raising.filter(({ state }) => state === "in_force").length;
  const notRun = raising.filter(({ state }) => state === "not_run_yet").length;
  const off = raising.filter(({ state }) => state === "disabled" || state === "quarantined" || state === "failing");
  return (
    <Section title="Detection rules" count={`${inForce} of ${raising.length} in force${notRun === 0 ? "" : `, ${notRun} not run yet`}${off.length === 0 ? "" : `, ${off.length} off or failing`}`} aside={<Link className="link" prefetch={false} href={`/${org}/rules?q=${code}`}>All rules of {code}</Link>}>
      {off.length === 0 ? null : (
        <ul className="task-list">
          {off.map(({ ruleKey, title, state }) => (
            <li key={ruleKey}>
              <div className="task-text"><Link prefetch={false} href={`/${org}/rules/${encodeURIComponent(ruleKey)}`}>{title}</Link><span className="block text-muted">{state === "failing" ? "It does not find its own examples: a gap of this control." : "It raises no alerts: a gap of this control."}</span></div>
              <OffState state={state} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function OffState({ state }: Pick<RuleRow, "state">) {
  if (state === "failing") return <StatusInline status="fail" word="Failing" />;
  return state === "quarantined" ? <StatusInline status="could_not_run" word="Quarantined" /> : <StatusInline status="disabled" />;
}
