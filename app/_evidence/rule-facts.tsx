import Link from "next/link";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { RuleStanding, RuleStep } from "#lib/acceptance/client.ts";
import type { RuleView } from "#lib/acceptance/index.ts";
import { SOURCE_KIND_WORDS } from "#lib/evidence/client.ts";
import type { Status } from "#lib/status/client.ts";

/** The sign and the word for where a rule stands. That it is in force is no proof of anything, so it is not green. */
export const RULE_STATUS: Readonly<Record<RuleStanding, { status: Status; word: string }>> = {
  proposed: { status: "needs_review", word: "Proposed" },
  in_force: { status: "not_applicable", word: "In force" },
  expired: { status: "stale", word: "Expired" },
  ended: { status: "disabled", word: "Ended" },
  declined: { status: "disabled", word: "Declined" },
};

const STEP_WORDS: Readonly<Record<RuleStep, string>> = { approved: "Approved", declined: "Declined", ended: "Ended" };

/** Whom a rule trusts with what, why, and who said so: the same for staff and auditors. */
export function RuleFacts({ rule, zone, controlHref }: { rule: RuleView; zone: string; controlHref: (code: string) => string }) {
  const { key, sourceKind, request } = rule;
  const kind = SOURCE_KIND_WORDS[sourceKind];
  return (
    <KeyValue
      items={[
        { key: "Trusts", value: key === null ? `${kind}, as Tickmark recorded it` : `${kind} from ${key}` },
        { key: "For", value: request === null ? "whatever it answers" : <><Link className="link mono" href={controlHref(request.code)}>{request.code}</Link> {request.title}</> },
        { key: "Because", value: <span className="whitespace-pre-line">{rule.reason}</span> },
        { key: "Until", value: <Timestamp at={new Date(rule.expiresAt.getTime() - 1)} zone={zone} show="date" /> },
        { key: "Proposed", value: <>{rule.proposer}, <Timestamp at={rule.proposedAt} zone={zone} /></> },
        ...rule.steps.map((step) => ({
          key: STEP_WORDS[step.step],
          value: <>{step.alone ? "Nobody else could approve it" : step.by}, <Timestamp at={step.at} zone={zone} />{step.reason === "" ? null : <span className="block whitespace-pre-line">{step.reason}</span>}</>,
        })),
      ]}
    />
  );
}
