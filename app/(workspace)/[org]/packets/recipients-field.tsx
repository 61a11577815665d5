import type { FormState } from "#app/_edge/form-state.ts";
import { Textarea } from "#app/_ui/textarea.tsx";

/** Recipients, one a line, with what is wrong said by its line. */
export function RecipientsField({ state, entered, optional = false }: { state: FormState<unknown>; entered: string | undefined; optional?: boolean }) {
  return (
    <Textarea
      label="Recipients" name="recipients" rows={4} required={!optional} optional={optional} spellCheck={false} autoComplete="off" defaultValue={entered}
      hint="One a line, at most 50: Ruth Adeyemi <ruth@calder.example>" error={problems(state)}
    />
  );
}

/** `recipients.1.email` is the second line that holds anything. */
function problems(state: FormState<unknown>): string | undefined {
  if (state.ok !== false) return undefined;
  const found = state.problems.filter((problem) => problem.path.startsWith("recipients")).map((problem) => {
    const line = /^recipients\.(\d+)/.exec(problem.path)?.[1];
    return line === undefined ? problem.message : `Line ${Number(line) + 1}: ${problem.message}`;
  });
  return found.length === 0 ? undefined : found.slice(0, 5).join(" ");
}
