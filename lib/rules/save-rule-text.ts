import { z } from "zod";
import { defineVerb, idInput, textInput } from "#lib/access/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { Severity } from "#prisma/generated/enums.ts";
import { checkText, whyNotProposed, type TextCheck } from "./check-text.ts";
import { RULE_LIMITS } from "./limits.ts";
import { proposeOrApply } from "./record-text-step.ts";
import { findTextsOf, insertTexts, lockRules } from "./rule-text.repository.ts";
import type { RuleTextVersion } from "./rule-text.ts";
import { shippedRules, type ShippedRules } from "./shipped-rules.ts";
import { tunedRule, type TunedRule } from "./tuned-rule.ts";

const why = textInput(RULE_LIMITS.reasonChars).pipe(z.string().min(1, "Say why."));
const input = z.strictObject({
  about: z.discriminatedUnion("kind", [
    /** A file of rules; without a subject a new one. */
    z.strictObject({ kind: z.literal("rule"), subject: idInput.optional() }),
    /** How one rule is tuned. The text may be empty: then only its severity differs. */
    z.strictObject({ kind: z.literal("tuning"), subject: z.string().min(1).max(256), severity: z.enum(Severity).nullable() }),
  ]),
  text: z.string().max(RULE_LIMITS.textChars),
  reason: why,
  /** The version that it was written from; 0 for a first one. */
  baseVersion: z.number().int().min(0).max(1_000_000),
  /** `review` proposes it, if it compiles and its examples hold; `keep` keeps it as a draft, whatever it says. */
  send: z.enum(["keep", "review"]),
});
type Input = z.output<typeof input>;

export type SavedRuleText = { textId: string; subject: string; version: number; /** Proposed and in force at once, because nobody else could approve it. */ inForce: boolean };

/**
 * Saves a version of a text by which the organization detects, as a draft or as a proposal.
 *
 * @throws AppError not_found; conflict when somebody saved a version meanwhile; validation when it is proposed and does not compile, or an example fails
 */
export const saveRuleText = defineVerb({
  name: "rules.save_text",
  permission: "rules.manage",
  effect: "write",
  input,
  prepare: () => shippedRules(),
  async run(args): Promise<SavedRuleText> {
    const { tx, context, input: given, now, audit, prepared } = args;
    const { organizationId } = context;
    await lockRules(tx, organizationId);
    const subject = given.about.subject ?? newId("rfl", now.getTime());
    const versions = given.about.subject === undefined ? [] : await findTextsOf(tx, organizationId, given.about.kind, [subject]);
    if (given.about.kind === "rule" && given.about.subject !== undefined && versions.length === 0) throw notFound("rule text");
    const newest = versions[0]?.version ?? 0;
    if (newest !== given.baseVersion) throw new AppError("conflict", "rule_text_changed", `Version ${newest} was saved meanwhile. Copy what you wrote, open it, and bring both together; nothing was saved.`);
    const tuned = given.about.kind === "tuning" ? await tunedRule(args, prepared, subject) : null;
    const check = checkText(given.text, tuned);
    const refusal = given.send === "review" ? (whyNotProposed(check) ?? (tuned === null ? partOfShipped(prepared, check) : null)) : null;
    if (refusal !== null) throw new AppError("validation", "rule_text_refused", "Nothing was saved: the text cannot be proposed.", [{ path: "text", message: refusal }]);
    const version = { ...newVersion(given, subject, newest + 1, check, tuned), id: newId("rtx", now.getTime()), savedBy: actorId(context.actor), savedAt: now };
    await insertTexts(tx, organizationId, [version]);
    const { id: textId } = version;
    await audit({ action: "rule_text.saved", subjectKind: "rule_text", subjectId: textId, changes: { kind: version.kind, subject, version: version.version, sha256: version.sha256, severity: version.severity, reason: given.reason } });
    const sent = given.send === "review" ? await proposeOrApply(args, [{ ...version, steps: [] }], given.reason) : { inForce: false };
    return { textId, subject, version: version.version, ...sent };
  },
});

function newVersion({ about, text, reason }: Input, subject: string, version: number, { rules }: TextCheck, tuned: TunedRule | null): Omit<RuleTextVersion, "id" | "savedBy" | "savedAt" | "steps"> {
  const main = rules.findLast(({ raisesHits }) => raisesHits) ?? rules.at(-1);
  const title = tuned === null ? (main?.title ?? "Text without a rule") : `Tuning of ${tuned.title}`;
  return {
    kind: about.kind, subject, version, title: title.slice(0, 300), text, reason, packId: null,
    sha256: sha256Hex(text),
    severity: about.kind === "tuning" ? about.severity : null,
    author: main?.author ?? null,
    license: main?.license ?? null,
    ruleKeys: tuned === null ? rules.map(({ id }) => id) : [subject],
    controlCodes: [...new Set(rules.flatMap(({ controls }) => controls))].sort(),
  };
}

/** A text takes the place of a shipped file as a whole; the sentence when it would leave out some of its rules. */
export function partOfShipped(shipped: ShippedRules, { rules }: Pick<TextCheck, "rules">): string | null {
  const keys = new Set(rules.map(({ id }) => id));
  const paths = new Set(shipped.ruleSet.rules.filter(({ id }) => keys.has(id)).map(({ path }) => path));
  const left = shipped.ruleSet.rules.find(({ id, path }) => paths.has(path) && !keys.has(id));
  return left === undefined ? null : `It would take the place of a file that also holds “${left.title}”. Keep that rule in the text, or give your rules ids of their own.`;
}
