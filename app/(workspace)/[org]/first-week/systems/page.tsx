import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { FirstWeekFrame } from "#app/_first-week/first-week-frame.tsx";
import { SettleForm } from "#app/_first-week/settle-form.tsx";
import { readFirstWeek } from "#lib/first-week/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { kindFacts, SYSTEM_KIND_NAMES, type SystemKind } from "#lib/systems/client.ts";
import { listSystems, type SystemAnswers } from "#lib/systems/index.ts";
import { answerSystemsAction, settleStepAction } from "../actions.ts";
import { SystemsForm, type KindQuestion } from "./systems-form.tsx";

export const metadata: Metadata = { title: "What you run" };

export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const week = await readFirstWeek(context, {});
    const organization = await readOrganization(context, {});
    const answers = await listSystems(context, {});
    return (
      <FirstWeekFrame
        org={org} organization={organization.name} week={week} step="systems"
        lead="Evidence requests will name these systems, and nothing is asked from what you do not have. What you leave open stays “not known”, which is not the same as none."
        later={<SettleForm action={settleStepAction.bind(null, org)} fields={{ step: "systems", state: "put_off" }}>Leave for later</SettleForm>}
      >
        <SystemsForm action={answerSystemsAction.bind(null, org)} questions={SYSTEM_KIND_NAMES.map((kind) => questionOf(kind, answers))} />
      </FirstWeekFrame>
    );
  });
}

function questionOf(kind: SystemKind, answers: SystemAnswers): KindQuestion {
  const { label, question, known } = kindFacts(kind);
  const names = answers[kind];
  return {
    kind, label, question,
    choices: Object.entries(known).map(([value, { name }]) => ({ value, label: name })),
    chosen: (names ?? []).filter((name) => name in known),
    others: (names ?? []).filter((name) => !(name in known)).join(", "),
    none: names?.length === 0,
  };
}
