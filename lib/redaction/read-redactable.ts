import type { Context } from "#lib/platform/context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { orDamage, type Damage } from "#lib/stored-files/index.ts";
import { REDACTION_LIMITS } from "./limits.ts";
import { originalText } from "./prepare-redaction.ts";
import { readOriginalFacts, type OriginalFacts } from "./read-original.ts";
import { columnNames, countLines } from "./redact-text.ts";

export type Redactable = OriginalFacts & { /** What can be left out of it here; null where it is no text. */ text: { columns: string[]; lines: number } | null; /** Why nothing can be taken out: the file is not what was stored. */ damage: Damage | null };

/** What a person chooses from who redacts. */
export async function readRedactable(context: Context, evidenceId: string): Promise<Redactable> {
  const original = await readOriginalFacts(context, { evidenceId });
  try {
    const { found: text, damage } = await orDamage(originalText(context, original));
    if (text === null) return { ...original, text: null, damage };
    const separated = /\.(csv|tsv)$/i.test(original.fileName) || /^text\/(csv|tab-separated-values)$/.test(original.mediaType);
    return { ...original, text: { columns: separated ? columnNames(text, REDACTION_LIMITS.columns) : [], lines: countLines(text) }, damage: null };
  } catch (error) {
    if (error instanceof AppError && (error.reason === "not_text" || error.reason === "file_too_large")) return { ...original, text: null, damage: null };
    throw error;
  }
}
