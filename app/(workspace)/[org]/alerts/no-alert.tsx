import { LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";

/** The right side of triage while no alert is chosen. */
export function NoAlertChosen({ org }: { org: string }) {
  return (
    <section className="triage-detail triage-none" aria-label="Alert">
      <EmptyState kind="first" title="No alert is chosen" action={<LinkButton href={`/${org}/logs/new`}>Import a log</LinkButton>}>
        Alerts are raised when a rule matches what a log says. Each must be judged by a person, with the reason.
      </EmptyState>
    </section>
  );
}
