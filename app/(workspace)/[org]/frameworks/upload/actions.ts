"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { pageContext } from "#app/_edge/page-context.ts";
import { AppError } from "#lib/platform/errors.ts";
import { takeOwnFramework } from "#lib/frameworks/index.ts";
import { chosenOf } from "./chosen.ts";

export type TakenFramework = { key: string; version: number; kind: "new" | "changed" | "same" };

/** Takes what the preview showed. The file is read again here: nothing that a browser sends is taken for its content. */
export async function takeFrameworkAction(org: string, _previous: FormState<TakenFramework>, form: FormData): Promise<FormState<TakenFramework>> {
  const context = await pageContext(String(org));
  return formOutcome(form, () => {
    const chosen = chosenOf(Object.fromEntries([...form.entries()].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []))));
    if (chosen === null) throw new AppError("validation", "file_missing", "Send a file first.");
    return takeOwnFramework(context, chosen);
  });
}
