import { OwedTable } from "#app/_overview/owed-table.tsx";
import { Section } from "#app/_ui/section.tsx";
import type { Delegations } from "#lib/delegation/index.ts";
import type { OwedItem } from "#lib/overview/index.ts";
import { endDelegationAction } from "./actions.ts";
import { DelegationTable } from "./delegation-table.tsx";
import { EndForm } from "./end-form.tsx";

/** Rows of what others do; all of it stands behind the page of delegations. */
const SHOWN = 20;

type Props = { given: readonly OwedItem[]; delegations: Delegations; org: string; zone: string; now: Date };

/** What is this person's and others do now, and what was given to whom. */
export function GivenSection({ given, delegations, org, zone, now }: Props) {
  const single = delegations.given.filter((one) => one.subjectName !== null);
  if (given.length === 0 && single.length === 0) return null;
  return (
    <>
      {given.length === 0 ? null : (
        <Section title="Others do for you" count={given.length > SHOWN ? `${SHOWN} of ${given.length}` : given.length}>
          <OwedTable caption="Your tasks that others do" items={given.slice(0, SHOWN)} org={org} zone={zone} now={now} empty={null} />
        </Section>
      )}
      {single.length === 0 ? null : (
        <Section title="You gave to others" count={single.length}>
          <EndForm id="given" action={endDelegationAction.bind(null, org)} act="Take back">
            <DelegationTable caption="What you gave to others" rows={single} side="given" form="given" empty={null} />
          </EndForm>
        </Section>
      )}
    </>
  );
}
