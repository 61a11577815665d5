import type { VerbArguments } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { findInForce } from "./listed-text.repository.ts";
import { findTexts } from "./rule-text.repository.ts";
import type { ShippedRules } from "./shipped-rules.ts";

export type TunedRule = { text: string; ruleKey: string; title: string };

/** The file of a rule that is tuned: the organization's own where it has one, else the shipped. @throws AppError not_found */
export async function tunedRule({ tx, context: { organizationId } }: Pick<VerbArguments<unknown>, "tx" | "context">, shipped: ShippedRules, ruleKey: string): Promise<TunedRule> {
  const own = (await findInForce(tx, organizationId)).find(({ kind, ruleKeys }) => kind === "rule" && ruleKeys.includes(ruleKey));
  const [text] = own === undefined ? [] : await findTexts(tx, organizationId, [own.id]);
  if (text !== undefined) return { text: text.text, ruleKey, title: text.title };
  const found = shipped.texts.find((one) => one.ruleKey === ruleKey);
  if (found === undefined) throw notFound("rule");
  return { text: found.text, ruleKey, title: found.title };
}
