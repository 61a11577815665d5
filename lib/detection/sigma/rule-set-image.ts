import type { MatcherImage } from "../matching/matcher-image.ts";
import { Matcher } from "../matching/matcher.ts";
import type { CompiledCorrelation } from "./compile-correlation.ts";
import { remakePredicate } from "./compile-detection.ts";
import { FieldNames, RecordView } from "./event-view.ts";
import type { RuleProblem } from "./problems.ts";
import type { RuleInfo, SelectorSource } from "./rule.ts";
import { type CompiledEventRule, once, type RuleSet } from "./rule-set.ts";

/** Counts up with every change of what an image holds. */
const FORM = 2;

/** A compiled rule set as numbers, texts and bytes, none of them shared: it may be stored, and given to other threads. */
export type RuleSetImage = {
  readonly form: number;
  readonly hash: string;
  readonly fields: readonly string[];
  readonly problems: readonly RuleProblem[];
  /** JSON, read when it is asked for: of every rule what it says of itself. */
  readonly infos: string;
  /** Of event rules: their places among the rules, their numbers, and JSON of their log sources. */
  readonly places: Int32Array;
  readonly numbers: Int32Array;
  readonly logsources: string;
  readonly correlations: string;
  /** JSON of selectors by the number of their predicate. */
  readonly selectors: string;
  readonly matcher: MatcherImage;
};

type Compiled = { readonly ruleSet: RuleSet; readonly problems: readonly RuleProblem[] };

/** The image of a rule set that met no event yet, and was compiled without placeholders. */
export function imageOfRules({ ruleSet, problems }: Compiled): RuleSetImage {
  const { rules, eventRules, correlations, fields, hash, selectors } = ruleSet;
  const placeOf = new Map(rules.map((info, at) => [info, at]));
  return {
    form: FORM,
    hash,
    fields: fields.names,
    problems,
    infos: JSON.stringify(rules),
    places: Int32Array.from(eventRules, ({ info }) => placeOf.get(info)!),
    numbers: Int32Array.from(eventRules, ({ number }) => number),
    logsources: JSON.stringify(eventRules.map(({ logsource }) => logsource)),
    correlations: JSON.stringify(correlations),
    selectors: JSON.stringify([...selectors]),
    matcher: ruleSet.matcher().image(),
  };
}

/**
 * The rule set of an image: the same rules, ready to match. What only explaining, the reference and the rules' own tests
 * ask for, their conditions with labels, is compiled anew when it is first asked for.
 *
 * @param compile compiles what the image was made of
 * @returns null for an image of another form
 */
export function rulesOfImage(image: RuleSetImage, compile: () => RuleSet): Compiled | null {
  if (image.form !== FORM) return null;
  const fields = new FieldNames(image.fields);
  const infos = once(() => JSON.parse(image.infos) as RuleInfo[]);
  const selectors = once(() => new Map(JSON.parse(image.selectors) as [number, SelectorSource][]));
  const whole = once(compile);
  const logsources = JSON.parse(image.logsources) as CompiledEventRule["logsource"][];
  const eventRules = logsources.map((logsource, at): CompiledEventRule => ({
    number: image.numbers[at]!,
    logsource,
    get info() {
      return infos()[image.places[at]!]!;
    },
    get expression() {
      return whole().eventRules[at]!.expression;
    },
  }));
  const ruleSet: RuleSet = {
    get rules() {
      return infos();
    },
    hash: image.hash,
    eventRules,
    correlations: JSON.parse(image.correlations) as CompiledCorrelation[],
    get tests() {
      return whole().tests;
    },
    fields,
    view: new RecordView(fields),
    matcher: once(() => new Matcher(eventRules.map(({ logsource }) => ({ logsource })), fields, { image: image.matcher, remake: (predicate) => remakePredicate(selectors().get(predicate)!, fields) })),
    get selectors() {
      return selectors();
    },
  };
  return { ruleSet, problems: image.problems };
}
