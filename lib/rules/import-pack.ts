import { z } from "zod";
import { defineVerb, lineInput, textInput, type VerbArguments } from "#lib/access/index.ts";
import { actorId, type Context } from "#lib/platform/context.ts";
import { sha256Hex } from "#lib/platform/crypto.ts";
import { AppError } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import { RULE_LIMITS } from "./limits.ts";
import { openPack, type PackFile, type PackProblem } from "./open-pack.ts";
import { proposeOrApply } from "./record-text-step.ts";
import { findTextHeads, insertPack, insertTexts, lockRules, type TextHead } from "./rule-text.repository.ts";
import type { RuleTextVersion } from "./rule-text.ts";
import { partOfShipped } from "./save-rule-text.ts";
import { shippedRules, type ShippedRules } from "./shipped-rules.ts";

const fileHash = z.string().regex(/^[0-9a-f]{64}$/).max(64);

/** What would become of a file: new here, a new version of a text that is here, or the same as that. */
type PackEntry = { path: string; title: string; author: string | null; license: string | null; severity: string; rules: number; standing: "new" | "version" | "same" };
export type PackPreview = { entries: PackEntry[]; refused: PackProblem[]; leftOut: number; licenseLine: string | null };

type Planned = { file: PackFile; entry: PackEntry; known: TextHead | null };

/** Texts of the organization by the keys of their rules: the newest version of each. */
export const readTextKeys = defineVerb({
  name: "rules.read_text_keys",
  permission: "rules.manage",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx, context: { organizationId } }): Promise<TextHead[]> => findTextHeads(tx, organizationId),
});

/**
 * What an import of an archive would take, refuse and leave as it is. Nothing is written.
 *
 * @throws AppError as {@link openPack}
 */
export async function previewPack(context: Context, { sha256 }: { sha256: string }): Promise<PackPreview> {
  const heads = await readTextKeys(context, {});
  const { files, refused, leftOut, licenseLine } = await openPack(context, sha256);
  const plan = planPack(files, heads, await shippedRules());
  return { entries: plan.taken.map(({ entry }) => entry), refused: [...refused, ...plan.refused], leftOut, licenseLine };
}

function planPack(files: readonly PackFile[], heads: readonly TextHead[], shipped: ShippedRules): { taken: Planned[]; refused: PackProblem[] } {
  const newest = new Map<string, TextHead>();
  for (const head of [...heads].filter(({ kind }) => kind === "rule").sort((a, b) => a.version - b.version)) for (const key of head.ruleKeys) newest.set(key, head);
  const inPack = new Map<string, string>();
  const taken: Planned[] = [];
  const refused: PackProblem[] = [];
  for (const file of files) {
    const { path, text, check: { rules } } = file;
    const twice = rules.find(({ id }) => inPack.has(id));
    const known = [...new Set(rules.flatMap(({ id }) => newest.get(id)?.subject ?? []))];
    const problem = twice !== undefined ? `The id ${twice.id} stands in ${inPack.get(twice.id)} already.` : known.length > 1 ? "Its rules stand in several texts here; bring those together first." : partOfShipped(shipped, { rules });
    if (problem !== null) {
      refused.push({ path, line: twice?.line ?? 1, column: 1, message: problem });
      continue;
    }
    for (const { id } of rules) inPack.set(id, path);
    const main = rules.findLast(({ raisesHits }) => raisesHits) ?? rules.at(-1);
    const head = newest.get(rules[0]?.id ?? "") ?? null;
    const standing = head === null ? "new" : head.sha256 === sha256Hex(text) ? "same" : "version";
    taken.push({ file, known: head, entry: { path, title: main?.title ?? path, author: main?.author ?? null, license: main?.license ?? null, severity: main?.severity ?? "medium", rules: rules.length, standing } });
  }
  return { taken, refused };
}

const importInput = z.strictObject({
  sha256: fileHash,
  fileName: lineInput(255),
  /** Under which licence the archive may be used; kept for rules that state none. */
  license: lineInput(200),
  reason: textInput(RULE_LIMITS.reasonChars).pipe(z.string().min(1, "Say where it comes from.")),
});

export type ImportedPack = { packId: string; proposed: number; same: number; refused: number; inForce: boolean };

/**
 * Takes what an archive holds as proposals, which another person approves: all of it in one transaction, or nothing. What
 * is here already in the same words is left as it is; the same archive a second time changes nothing.
 */
export const importPack = defineVerb({
  name: "rules.import_pack",
  permission: "rules.manage",
  effect: "write",
  rate: "upload",
  input: importInput,
  // Unpacking and compiling take seconds, and need only that the file was sent by who asks.
  prepare: async ({ sha256 }, context) => ({ pack: await openPack(context, sha256), shipped: await shippedRules() }),
  async run(args): Promise<ImportedPack> {
    const { tx, context, input, now, audit, unchanged, prepared: { pack, shipped } } = args;
    const { organizationId } = context;
    await lockRules(tx, organizationId);
    const plan = planPack(pack.files, await findTextHeads(tx, organizationId), shipped);
    const fresh = plan.taken.filter(({ entry }) => entry.standing !== "same");
    const refused = new Set([...pack.refused, ...plan.refused].map(({ path }) => path)).size;
    const done = { packId: newId("rpk", now.getTime()), proposed: fresh.length, same: plan.taken.length - fresh.length, refused };
    if (fresh.length === 0) {
      unchanged();
      return { ...done, inForce: false };
    }
    if (fresh.length > RULE_LIMITS.textsAtOnce) throw new AppError("limit_exceeded", "too_many_rules", `At most ${RULE_LIMITS.textsAtOnce} files are taken at once; nothing was taken.`);
    const by = actorId(context.actor);
    await insertPack(tx, organizationId, { id: done.packId, fileName: input.fileName, sha256: input.sha256, license: input.license, taken: fresh.length, refused, reason: input.reason, importedBy: by, importedAt: now });
    const versions = fresh.map((one) => versionOf(args, one, done.packId));
    await insertTexts(tx, organizationId, versions);
    await audit({ action: "rule_pack.imported", subjectKind: "rule_pack", subjectId: done.packId, changes: { file: input.fileName, sha256: input.sha256, license: input.license, proposed: fresh.length, same: done.same, refused, reason: input.reason } });
    return { ...done, ...(await proposeOrApply(args, versions.map((version) => ({ ...version, steps: [] })), input.reason)) };
  },
});

function versionOf({ context, input, now }: Pick<VerbArguments<z.output<typeof importInput>>, "context" | "input" | "now">, { file: { text, check, path }, entry, known }: Planned, packId: string): Omit<RuleTextVersion, "steps"> {
  return {
    id: newId("rtx", now.getTime()), kind: "rule", subject: known?.subject ?? newId("rfl", now.getTime()), version: (known?.version ?? 0) + 1,
    title: entry.title.slice(0, 300), text, sha256: sha256Hex(text), severity: null, author: entry.author, license: entry.license ?? input.license,
    ruleKeys: check.rules.map(({ id }) => id), controlCodes: [...new Set(check.rules.flatMap(({ controls }) => controls))].sort(),
    packId, reason: `${path} of ${input.fileName}`.slice(0, RULE_LIMITS.reasonChars), savedBy: actorId(context.actor), savedAt: now,
  };
}
