import { checkedField, listField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { reviewMany, type ReviewReport } from "#lib/evidence/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { ReviewDecision, SourceKind } from "#prisma/generated/enums.ts";
import type { ManyJudged } from "./judge-many.tsx";

/** Stretches that one press judges: a thousand pieces of evidence. What is more is chosen again. */
const MOST_STRETCHES = 20;
/** Refusals named at once; a reader acts on no more. */
const MOST_NAMED = 50;

/** Judges what a form of the inbox chose: rows, or everything that matches, stretch by stretch. */
export async function judgeChosen(context: Context, form: FormData): Promise<ManyJudged> {
  const decision = textField(form, "decision") === ReviewDecision.accepted ? ReviewDecision.accepted : ReviewDecision.rejected;
  const reason = textField(form, "reason");
  const reports: ReviewReport[] = [];
  if (!checkedField(form, "all")) reports.push(await reviewMany(context, { decision, reason, which: { ids: listField(form, "selected") } }));
  else {
    const source = optionalField(form, "source");
    const filter = { controlCode: optionalField(form, "control"), sourceKind: Object.values(SourceKind).find((kind) => kind === source) };
    const upToNumber = Number(textField(form, "upToNumber"));
    for (let cursor: string | undefined; reports.length < MOST_STRETCHES;) {
      const report = await reviewMany(context, { decision, reason, which: { filter, upToNumber, cursor } });
      reports.push(report);
      if (report.nextCursor === null) break;
      cursor = report.nextCursor;
    }
  }
  const refused = reports.flatMap((report) => report.refused);
  return {
    decision,
    decided: reports.reduce((sum, report) => sum + report.decided.length, 0),
    refused: refused.slice(0, MOST_NAMED).map(({ number, message }) => ({ name: evidenceReference(number), message })),
    more: refused.length > MOST_NAMED || reports.at(-1)?.nextCursor != null,
  };
}
