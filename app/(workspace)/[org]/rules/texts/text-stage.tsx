import { StatusInline } from "#app/_ui/status-inline.tsx";
import { TEXT_STAGE_WORDS, type TextStage } from "#lib/rules/client.ts";
import type { Status } from "#lib/status/client.ts";

const STATUS: Readonly<Record<TextStage, Status>> = { draft: "not_yet_known", proposed: "needs_review", in_force: "pass", replaced: "not_applicable", returned: "rejected", withdrawn: "not_applicable", ended: "disabled" };

/** Where a version of a text stands. */
export function TextStageWord({ stage }: { stage: TextStage }) {
  return <StatusInline status={STATUS[stage]} word={TEXT_STAGE_WORDS[stage]} />;
}
