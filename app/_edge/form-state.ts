import type { FieldProblem } from "#lib/platform/errors.ts";

/** How a form stands: not sent, done, or refused. Errors are data: a form shows them where they belong. */
export type FormState<Answer = undefined> =
  | { ok: null }
  | { ok: true; answer: Answer; requestId: string }
  | {
      ok: false;
      code: string;
      reason: string;
      /** A sentence for the person: what happened, what to do. */
      message: string;
      /** Per field: `path` as in the verb's input. */
      problems: readonly FieldProblem[];
      requestId: string;
      /** What was entered, so that nothing need be typed again; without passwords and files. */
      entered: Readonly<Record<string, string>>;
    };

/** The state of a form before it is sent: the second argument of useActionState. */
export const unsent = { ok: null } as const;

/** What is wrong with one field, if anything. */
export function problemOf(state: FormState<unknown>, path: string): string | undefined {
  return state.ok === false ? state.problems.find((problem) => problem.path === path)?.message : undefined;
}

/** What had been entered in a field when the form was refused. */
export function enteredOf(state: FormState<unknown>, name: string): string | undefined {
  return state.ok === false ? state.entered[name] : undefined;
}

/**
 * Goes on a form whose fields are not all told by `enteredOf`, such as boxes and lines that were added: React resets a form
 * after its action, and a refused one would lose what was ticked.
 */
export function keptWhenRefused(state: FormState<unknown>): { onReset: (event: { preventDefault(): void }) => void } {
  return {
    onReset: (event) => {
      if (state.ok === false) event.preventDefault();
    },
  };
}
