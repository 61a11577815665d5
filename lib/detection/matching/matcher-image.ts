import type { FieldNames } from "../sigma/event-view.ts";
import type { Expression, Predicate } from "../sigma/expression.ts";
import type { Literal } from "../sigma/literals.ts";
import { type AtomPredicate, AtomPredicates, Atoms, PRESENT } from "./atoms.ts";
import type { Kernel, KernelImage } from "./kernel.ts";
import { KIND, OP, type Program } from "./program.ts";
import type { RoutedRule, RoutesImage } from "./routes.ts";
import type { TablesImage } from "./tables.ts";
import type { Witness } from "./witness.ts";

/** A matcher before it met any event, as numbers and bytes: made again from it, it need not be built. */
export type MatcherImage = {
  readonly kernel: KernelImage;
  readonly routes: RoutesImage;
  readonly tables: TablesImage;
  readonly parts: { readonly [part in "hits" | "stamps" | "entries" | "status" | "routeKey"]: number };
  readonly scratch: { readonly place: number; readonly bytes: number };
  /** By atom: the search that finds it, and where in a text it stands (`LITERAL_PLACES`, or one more for presence). */
  readonly searches: Int32Array;
  readonly literalPlaces: Uint8Array;
  /** Pairs of field and atom. */
  readonly presence: Int32Array;
  /** By rule: how it searches for keywords (`KEYWORDS`). */
  readonly keywords: Uint8Array;
  readonly conditions: Int32Array;
  readonly starts: Int32Array;
  readonly predicates: Int32Array;
  readonly places: Int32Array;
  /** By predicate: its field, -1 for keywords; and the atom of presence that it needs, or -1. */
  readonly fields: Int32Array;
  readonly presenceOf: Int32Array;
  /** By rule: where its witness begins in `witnessAtoms`, one more place at the end; and its cost, NaN without one. */
  readonly witnessStarts: Int32Array;
  readonly witnessAtoms: Int32Array;
  readonly witnessCosts: Float64Array;
};

const LITERAL_PLACES = ["is", "starts", "ends", "contains"] as const;
const PRESENCE = LITERAL_PLACES.length;
const KEYWORDS = ["none", "literals", "values"] as const;
const NONE = -1;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

type Built = {
  readonly predicates: AtomPredicates;
  readonly routed: readonly RoutedRule[];
  readonly program: Program;
  readonly witnesses: readonly (Witness | null)[];
};

export function imageOfParts({ predicates, routed, program, witnesses }: Built): Omit<MatcherImage, "kernel" | "routes" | "tables" | "parts" | "scratch"> {
  const { atoms, byNumber } = predicates;
  const witnessStarts = new Int32Array(witnesses.length + 1);
  witnesses.forEach((witness, rule) => (witnessStarts[rule + 1] = witnessStarts[rule]! + (witness?.atoms.length ?? 0)));
  return {
    searches: Int32Array.from(atoms.searches),
    literalPlaces: Uint8Array.from(atoms.literals, (literal) => (literal === PRESENT ? PRESENCE : LITERAL_PLACES.indexOf(literal.place))),
    presence: Int32Array.from([...predicates.presenceAtoms()].flat()),
    keywords: Uint8Array.from(routed, ({ keywords }) => KEYWORDS.indexOf(keywords)),
    conditions: program.conditions,
    starts: program.starts,
    predicates: program.predicates,
    places: program.places,
    fields: Int32Array.from(byNumber, (_, number) => program.tests[number]?.field?.number ?? NONE),
    presenceOf: Int32Array.from(byNumber, (predicate) => (predicate?.kind === "open" ? (predicate.presence ?? NONE) : NONE)),
    witnessStarts,
    witnessAtoms: Int32Array.from(witnesses.flatMap((witness) => witness?.atoms ?? [])),
    witnessCosts: Float64Array.from(witnesses, (witness) => witness?.cost ?? Number.NaN),
  };
}

/** The predicates of an image, read from it when they are asked for. */
export function predicatesOf(image: MatcherImage, kernel: Kernel, keywordField: number): AtomPredicates {
  const atoms = new Atoms(keywordField + 1, { searches: Array.from(image.searches), literals: () => literalsOf(image, kernel) });
  const presence = new Map<number, number>();
  for (let at = 0; at < image.presence.length; at += 2) presence.set(image.presence[at]!, image.presence[at + 1]!);
  return new AtomPredicates(keywordField, { atoms, presence, byNumber: () => Array.from(image.places, (place, number) => readPredicate(image, place, number)) });
}

function literalsOf({ literalPlaces, tables }: MatcherImage, kernel: Kernel): Literal[] {
  return Array.from(literalPlaces, (place, atom) => {
    const at = tables.at[atom]!;
    return place === PRESENCE ? PRESENT : { place: LITERAL_PLACES[place]!, text: decoder.decode(kernel.u8.subarray(at, at + tables.lengths[atom]!)) };
  });
}

function readPredicate({ predicates, presenceOf }: MatcherImage, place: number, number: number): AtomPredicate {
  const kind = predicates[place];
  if (kind === KIND.open) return { kind: "open", presence: presenceOf[number] === NONE ? null : presenceOf[number]! };
  const firstGroup = place + 2 + predicates[place + 1]!;
  const searches = Array.from(predicates.subarray(place + 2, firstGroup));
  const groups: number[][] = [];
  let at = firstGroup + 1;
  for (let left = predicates[firstGroup]!; left > 0; left -= 1) {
    const end = at + 1 + predicates[at]!;
    groups.push(Array.from(predicates.subarray(at + 1, end)));
    at = end;
  }
  if (kind === KIND.decided) return { kind: "decided", searches, groups };
  return { kind: "needs", searches, groups, deciding: Array.from(predicates.subarray(at + 1, at + 1 + predicates[at]!)) };
}

export function routedOf({ keywords }: MatcherImage, logsources: readonly RoutedRule["logsource"][]): RoutedRule[] {
  return logsources.map((logsource, rule) => ({ logsource, keywords: KEYWORDS[keywords[rule]!]! }));
}

export function witnessesOf({ witnessStarts, witnessAtoms, witnessCosts }: MatcherImage): (Witness | null)[] {
  return Array.from(witnessCosts, (cost, rule) => (Number.isNaN(cost) ? null : { atoms: Array.from(witnessAtoms.subarray(witnessStarts[rule], witnessStarts[rule + 1])), cost }));
}

/** The program of an image. Its predicates are `remake`d when they are tested by themselves: literals may decide them before. */
export function programOf(image: MatcherImage, fields: FieldNames, remake: (predicate: number) => Predicate): Program {
  const tests = Array.from(image.fields, (field, number): Predicate => {
    let made: Predicate | undefined;
    const predicate = () => (made ??= remake(number));
    return {
      number,
      field: field === NONE ? null : { name: fields.names[field]!, number: field },
      test: (view) => predicate().test(view),
      get testUndecided() {
        return predicate().testUndecided;
      },
      evidence: (view) => predicate().evidence(view),
      get shape() {
        return predicate().shape;
      },
    };
  });
  const { conditions, starts, predicates, places } = image;
  return { conditions, starts, predicates, places, tests };
}

/** The conditions of a program as expressions without labels: as much as choosing what wakes them takes. */
export function expressionsOf({ conditions, starts, tests }: Program): Expression[] {
  const read = (at: number): Expression => {
    const end = conditions[at + 1]!;
    const parts = (from: number): Expression[] => {
      const items: Expression[] = [];
      for (let part = from; part < end; part = conditions[part + 1]!) items.push(read(part));
      return items;
    };
    switch (conditions[at]) {
      case OP.predicate:
        return { kind: "predicate", predicate: tests[conditions[at + 2]!]!, label: "" };
      case OP.not:
        return { kind: "not", item: read(at + 2), label: "" };
      case OP.atLeast:
        return { kind: "atLeast", count: conditions[at + 2]!, items: parts(at + 3), label: "" };
      default:
        return { kind: conditions[at] === OP.and ? "and" : "or", items: parts(at + 2), label: "" };
    }
  };
  return Array.from(starts, read);
}
