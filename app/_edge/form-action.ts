import { refresh } from "next/cache";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Verb } from "#lib/access/index.ts";
import type { Context } from "#lib/platform/context.ts";
import { auditorContext } from "./auditor-context.ts";
import { enteredValues } from "./form-fields.ts";
import type { FormState } from "./form-state.ts";
import { pageContext } from "./page-context.ts";
import { refusalOf } from "./refusal.ts";
import { requestId } from "./session.ts";

export type FormActionOptions<Schema extends z.ZodType, Output, Answer> = {
  verb: Verb<Schema, Output>;
  /** From the form's fields to the verb's input. The verb checks it, so a field may be passed on as it came. */
  input(form: FormData): unknown;
  /** What of the output the browser is told; nothing unless said so. */
  answer?(output: Output): Answer;
  /** Where to go when it was done; else the page that was sent from is drawn again with fresh data. */
  goTo?(output: Output, place: string): string;
};

/** A server action for useActionState, after `.bind(null, place)`: the slug, or the engagement's id in the portal. */
export type FormAction<Answer> = (place: string, previous: FormState<Answer>, form: FormData) => Promise<FormState<Answer>>;

/**
 * Makes a verb into a server action of the workspace: context from the session, input from the form, refusals as data.
 *
 * @example export const closeIncidentAction = formAction({ verb: closeIncident, input: (form) => ({ id: textField(form, "id") }) });
 *   // page: <CloseForm action={closeIncidentAction.bind(null, org)} />
 */
export function formAction<Schema extends z.ZodType, Output, Answer = undefined>(
  options: FormActionOptions<Schema, Output, Answer>,
): FormAction<Answer> {
  return async (place, _previous, form) => {
    const context = await pageContext(String(place));
    return act(options, context, String(place), form);
  };
}

/** The same for the auditor portal: the place is the engagement's id. */
export function auditorFormAction<Schema extends z.ZodType, Output, Answer = undefined>(
  options: FormActionOptions<Schema, Output, Answer>,
): FormAction<Answer> {
  return async (place, _previous, form) => {
    const context = await auditorContext(String(place));
    return act(options, context, String(place), form);
  };
}

async function act<Schema extends z.ZodType, Output, Answer>(
  options: FormActionOptions<Schema, Output, Answer>,
  context: Context,
  place: string,
  form: FormData,
): Promise<FormState<Answer>> {
  try {
    const output = await options.verb(context, options.input(form) as z.input<Schema>);
    if (options.goTo !== undefined) redirect(options.goTo(output, place));
    refresh();
    return { ok: true, answer: options.answer?.(output) as Answer, requestId: context.requestId };
  } catch (error) {
    return refused(error, context.requestId, form);
  }
}

/** An error as the state of a form. Next's own signals (redirect, not found) pass through. */
function refused(error: unknown, id: string, form: FormData): Extract<FormState, { ok: false }> {
  unstable_rethrow(error);
  return { ok: false, ...refusalOf(error, id), requestId: id, entered: enteredValues(form) };
}

/** For the few actions that call a global verb: runs `work` and answers its outcome as the state of a form. */
export async function formOutcome<Answer>(form: FormData, work: () => Promise<Answer>): Promise<FormState<Answer>> {
  const id = requestId();
  try {
    const answer = await work();
    refresh();
    return { ok: true, answer, requestId: id };
  } catch (error) {
    return refused(error, id, form);
  }
}
