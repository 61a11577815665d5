import { randomUUID } from "node:crypto";
import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import type { Severity } from "#prisma/generated/enums.ts";
import { findInForce } from "./listed-text.repository.ts";
import { findTexts, findTextsOf } from "./rule-text.repository.ts";
import { inForce } from "./rule-text.ts";
import { shippedRules } from "./shipped-rules.ts";
import type { TextKind } from "./words.ts";

/** What an editor begins with. */
export type StartText = {
  kind: TextKind;
  /** Null: a file that is not there yet. */
  subject: string | null;
  title: string;
  text: string;
  severity: Severity | null;
  /** The version that it goes on from; 0 for a first one. */
  baseVersion: number;
  /** The version in force, to compare with. */
  inForceId: string | null;
};

const NEW_RULE = (id: string): string => `title: What it finds
id: ${id}
description: Why that matters, and what to do about it.
author: Your name
license: Your organization's own
logsource: { product: linux, service: sshd }
detection:
  refused: { action: authentication_failed, user: root }
  condition: refused
falsepositives:
  - Whoever does this rightly
level: medium
tags: [attack.credential-access, attack.t1110]
tickmark:
  controls: [SYS.2.07]
  matrix: [audit-log-on]
  tests:
    positive:
      - "Mar 3 10:00:01 web1 sshd[100]: Failed password for root from 192.0.2.10 port 4001 ssh2"
    negative:
      - "Mar 3 10:00:01 web1 sshd[100]: Failed password for eve from 192.0.2.10 port 4001 ssh2"
`;

/**
 * The text that an editor begins with: a new rule, a saved version, a rule that a text of the organization is to take the
 * place of, or the tuning of a rule.
 *
 * @throws AppError not_found
 */
export const startText = defineVerb({
  name: "rules.start_text",
  permission: "rules.manage",
  effect: "read",
  input: z.strictObject({
    from: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("new") }),
      z.strictObject({ kind: z.literal("version"), textId: idInput }),
      z.strictObject({ kind: z.literal("rule"), ruleKey: z.string().min(1).max(256) }),
      z.strictObject({ kind: z.literal("tuning"), ruleKey: z.string().min(1).max(256) }),
    ]),
  }),
  prepare: () => shippedRules(),
  async run({ tx, context: { organizationId }, input: { from }, prepared: shipped }): Promise<StartText> {
    if (from.kind === "new") return { kind: "rule", subject: null, title: "New rule", text: NEW_RULE(randomUUID()), severity: null, baseVersion: 0, inForceId: null };
    if (from.kind === "version") {
      const [found] = await findTexts(tx, organizationId, [from.textId]);
      if (found === undefined) throw notFound("rule text");
      const versions = await findTextsOf(tx, organizationId, found.kind, [found.subject]);
      return { kind: found.kind, subject: found.subject, title: found.title, text: found.text, severity: found.severity, baseVersion: versions[0]?.version ?? 0, inForceId: inForce(versions)[0]?.id ?? null };
    }
    const own = (await findInForce(tx, organizationId)).find(({ kind, ruleKeys }) => kind === "rule" && ruleKeys.includes(from.ruleKey));
    const rule = shipped.ruleSet.rules.find(({ id }) => id === from.ruleKey);
    const title = own?.title ?? rule?.title;
    if (title === undefined) throw notFound("rule");
    if (from.kind === "tuning") {
      const versions = await findTextsOf(tx, organizationId, "tuning", [from.ruleKey]);
      const [newest] = versions;
      const logsource = Object.entries(rule?.logsource ?? {}).map(([key, value]) => `${key}: ${value}`).join(", ");
      const text = newest?.text ?? tuningOf(from.ruleKey, title, logsource === "" ? "product: linux" : logsource);
      return { kind: "tuning", subject: from.ruleKey, title: `Tuning of ${title}`, text, severity: newest?.severity ?? null, baseVersion: newest?.version ?? 0, inForceId: inForce(versions)[0]?.id ?? null };
    }
    if (own !== undefined) {
      const [newest] = await findTextsOf(tx, organizationId, "rule", [own.subject]);
      return { kind: "rule", subject: own.subject, title, text: newest?.text ?? "", severity: null, baseVersion: newest?.version ?? 0, inForceId: own.id };
    }
    return { kind: "rule", subject: null, title, text: shipped.texts.find(({ ruleKey }) => ruleKey === from.ruleKey)?.text ?? "", severity: null, baseVersion: 0, inForceId: null };
  },
});

/** Sigma's filter form, to be filled in. */
function tuningOf(ruleKey: string, title: string, logsource: string): string {
  return `title: ${JSON.stringify(`Known and harmless for “${title}”`.slice(0, 250))}
logsource: { ${logsource} }
filter:
  rules: [${JSON.stringify(ruleKey)}]
  known: { user: deploy }
  condition: known
tickmark: { filter: drops }
`;
}
