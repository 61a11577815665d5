import { addressValue } from "#app/_list/address-value.ts";
import type { Query } from "#app/_ui/list-state.ts";
import type { TextKind } from "#lib/navigation/client.ts";
import { findTexts, type FoundTexts } from "#lib/navigation/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { isAppError } from "#lib/platform/errors.ts";
import { TEXT_KIND_WORDS } from "./found-list.tsx";

/** What an address asks for, and the answer to it. */
export type AskedTexts = {
  kind: TextKind | undefined;
  page: number;
  /** Null while nothing is asked; a sentence where the question asks for nothing. */
  found: FoundTexts | string | null;
};

const MOST_PAGES = 40;
const CHARACTERS = 400;

/** Answers the question in an address, as the caller may read. */
export async function askTexts(context: Context, query: Query): Promise<AskedTexts> {
  const text = addressValue(query, "q")?.slice(0, CHARACTERS) ?? "";
  const kind = (Object.keys(TEXT_KIND_WORDS) as TextKind[]).find((one) => one === addressValue(query, "kind"));
  const page = Math.max(1, Math.min(MOST_PAGES, Number.parseInt(addressValue(query, "page") ?? "1", 10) || 1));
  return { kind, page, found: text === "" ? null : await answer(context, { text, kind, page }) };
}

async function answer(context: Context, question: Parameters<typeof findTexts>[1]): Promise<FoundTexts | string> {
  try {
    return await findTexts(context, question);
  } catch (error) {
    if (isAppError(error) && error.reason === "question_unclear") return error.message;
    throw error;
  }
}
