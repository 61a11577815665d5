import { compileCorrelation, type KnownRule, resolveReferences } from "./compile-correlation.ts";
import { DetectionCompiler } from "./compile-detection.ts";
import { FieldNames } from "./event-view.ts";
import type { Filters } from "./filters.ts";
import type { ProblemSink } from "./problems.ts";
import type { ParsedRule } from "./rule.ts";
import type { Placeholders } from "./value-tests.ts";

type RefusedDraft = { readonly parsed: ParsedRule; readonly problems: ProblemSink; refused: () => boolean };
type RestOfTheSet = { readonly filters: Filters; readonly known: ReadonlyMap<string, KnownRule>; readonly placeholders: Placeholders };

/**
 * Compiles what was refused as it was read, for its other problems alone: who mends a rule is told all of them at once.
 * Nothing of it gets into the set.
 */
export function reportFurtherProblems(draft: RefusedDraft, { filters, known, placeholders }: RestOfTheSet): void {
  const { parsed: { body }, problems } = draft;
  const compiler = new DetectionCompiler(new FieldNames([]), placeholders);
  if (body.kind === "event") compiler.compile(body, problems);
  else if (body.kind === "filter") filters.add(draft, compiler);
  else {
    const { correlation } = body;
    const inputs = resolveReferences(correlation, known, problems);
    if (inputs.length === correlation.rules.length) compileCorrelation(correlation, inputs, new FieldNames([]), problems);
  }
}
