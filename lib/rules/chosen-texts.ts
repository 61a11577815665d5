import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { findInForce } from "./listed-text.repository.ts";
import { findPacks, findStandings, findTexts, textIdsOfPack } from "./rule-text.repository.ts";
import { RULE_LIMITS } from "./limits.ts";
import { shippedRules, type ShippedRules } from "./shipped-rules.ts";
import { tunedRule } from "./tuned-rule.ts";
import { unitsInForce, withTuning } from "./rules-in-force.ts";

/** Rules that are to be run over something, by what somebody chose. */
export const ruleChoice = z.discriminatedUnion("kind", [
  /** Every rule in force that may raise alerts. */
  z.strictObject({ kind: z.literal("in_force") }),
  /** Rules in force by their keys, also such as are switched off. */
  z.strictObject({ kind: z.literal("rules"), ruleKeys: z.array(z.string().min(1).max(256)).min(1, "Choose a rule.").max(RULE_LIMITS.rules) }),
  /** Versions of the organization's own texts, in whatever stage. */
  z.strictObject({ kind: z.literal("texts"), textIds: z.array(idInput).min(1, "Choose a text.").max(RULE_LIMITS.textsAtOnce) }),
  /** Every text that an archive brought. */
  z.strictObject({ kind: z.literal("pack"), packId: idInput }),
]);
export type RuleChoice = z.output<typeof ruleChoice>;

/** A text that compiles by itself, and the keys of those of its rules that count; none: all that raise alerts. */
export type ChosenText = { path: string; title: string; text: string; ruleKeys: string[] };

type Act = Pick<VerbArguments<unknown>, "tx" | "context">;

/** The texts that a choice of rules stands for now. @throws AppError not_found */
export async function chosenTexts(act: Act, shipped: ShippedRules, choice: RuleChoice): Promise<ChosenText[]> {
  const { tx, context: { organizationId } } = act;
  if (choice.kind === "texts" || choice.kind === "pack") {
    const ids = choice.kind === "texts" ? [...new Set(choice.textIds)] : await textIdsOfPack(tx, organizationId, choice.packId);
    const found = await findTexts(tx, organizationId, ids);
    if (found.length !== ids.length || found.length === 0) throw notFound(choice.kind === "pack" ? "rule pack" : "rule text");
    const chosen: ChosenText[] = [];
    for (const { id, kind, subject, title, version, text } of found) {
      const named = { path: id, title: `${title}, version ${version}`.slice(0, 300) };
      if (kind === "rule") chosen.push({ ...named, text, ruleKeys: [] });
      else {
        const tuned = await tunedRule(act, shipped, subject);
        chosen.push({ ...named, text: text.trim() === "" ? tuned.text : withTuning(tuned.text, text), ruleKeys: [subject] });
      }
    }
    return chosen;
  }
  const heads = await findInForce(tx, organizationId);
  const { units, pathOf } = unitsInForce(shipped, await findTexts(tx, organizationId, heads.map(({ id }) => id)));
  const off = new Set((await findStandings(tx, organizationId)).flatMap(({ ruleKey, state }) => (state === "enabled" ? [] : [ruleKey])));
  const keys = choice.kind === "rules" ? [...new Set(choice.ruleKeys)] : [...pathOf.keys()].filter((key) => !off.has(key));
  const titles = new Map(shipped.texts.map(({ ruleKey, title }) => [ruleKey, title]));
  const byPath = Map.groupBy(keys, (key) => pathOf.get(key) ?? "");
  if (byPath.has("")) throw notFound("rule");
  return [...byPath].flatMap(([path, ruleKeys]) => {
    const unit = units.get(path);
    if (unit === undefined) return [];
    return [{ path, title: unit.head === null ? (ruleKeys.length === 1 ? titles.get(ruleKeys[0]!) : undefined) ?? path : `${unit.head.title}, version ${unit.head.version}`, text: unit.text, ruleKeys }];
  });
}

/** Archives that were imported, the newest first. */
export const listRulePacks = defineVerb({
  name: "rules.list_packs",
  permission: "rules.read",
  effect: "read",
  input: z.strictObject({}),
  async run({ tx, context: { organizationId } }): Promise<{ id: string; fileName: string; taken: number; importedAt: Date }[]> {
    return findPacks(tx, organizationId);
  },
});

/** The texts of a choice, to be compiled before anything is recorded of them. @throws AppError not_found */
export const readChosenTexts = defineVerb({
  name: "rules.read_chosen_texts",
  permission: "rules.read",
  effect: "read",
  rate: "search",
  input: z.strictObject({ choice: ruleChoice }),
  prepare: () => shippedRules(),
  async run(args): Promise<ChosenText[]> {
    const texts = await chosenTexts(args, args.prepared, args.input.choice);
    if (texts.length === 0) throw new AppError("validation", "no_rules", "Nothing was chosen that could run.");
    return texts;
  },
});
