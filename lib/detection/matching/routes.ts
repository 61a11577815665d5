import { routes, WIDER_SERVICES } from "../sigma/logsource.ts";
import type { Logsource } from "../sigma/rule.ts";
import type { Expression } from "../sigma/expression.ts";
import type { AtomPredicate, Atoms } from "./atoms.ts";
import type { Kernel } from "./kernel.ts";
import { type Matchers, tableBytes } from "./tables.ts";
import type { Witness } from "./witness.ts";

const ROUTE_BYTES = 32;
const MATCHED = 1;
const PRESENCE = 2;
const ALWAYS = 1;
const KEYWORDS = 2;
const ALL_VALUES = 4;
/** Spellings of log sources that are remembered; attackers can write what they like into records. */
const MAX_SPELLINGS = 256;
/** Log sources that rules tell apart, remembered at a time. */
export const MAX_ROUTES = 64;
/** Three names, none longer than the kernel reads itself. */
export const ROUTE_KEY_BYTES = 640;
/** Stands for every name that no rule asks for. No log source is called so: it has a capital letter. */
const OTHER = "Other";

export type RoutedRule = { readonly logsource: Logsource; /** How it searches for keywords: by literals, or by looking at all values itself. */ readonly keywords: "none" | "literals" | "values" };

/** What to do with an event of one log source: which rules ask, and what may wake them. */
export type Route = {
  /** Where the kernel reads it. */
  readonly place: number;
  /** By rule: whether it looks at the log source. */
  readonly members: Uint8Array;
  /** Rules that no literal wakes: asked for every event. */
  readonly always: readonly number[];
  /** Searches that every event goes through, those for keywords apart: a line goes through them where it must. */
  readonly searched: readonly number[];
  readonly searchedForKeywords: readonly number[];
  readonly presenceFields: readonly { readonly field: number; readonly atom: number }[];
};

/** Keywords that wake rules of one route, and are looked for in whole lines; where there are more, in each value. */
const MAX_KEYWORDS = 320;

type Shape = { readonly atoms: Atoms; readonly matchers: Matchers; readonly presenceAtoms: ReadonlyMap<number, number>; readonly keywordField: number };

/** Where the kernel has room for routes and their spellings. */
export type RoutesImage = { readonly routes: number; readonly spellings: number; readonly strideOfRoute: number };

/** The routes of a rule set, made when first met. */
export class Routes {
  private readonly kernel: Kernel;
  private readonly rules: readonly RoutedRule[];
  private readonly shape: Shape;
  private readonly known: { readonly [key in keyof Logsource]-?: ReadonlySet<string> };
  private readonly memory: RoutesImage;
  private witnesses: readonly (Witness | null)[] = [];
  private byKey = new Map<string, Route>();
  private byPlace = new Map<number, Route>();
  private spellings = 0;
  /** Most events are of the log source of the one before. */
  private last: { readonly source: Logsource; readonly route: Route } | null = null;
  private readonly keywordPlaces: number[] = [];

  /** @param from room that the kernel has already */
  constructor(kernel: Kernel, rules: readonly RoutedRule[], shape: Shape, from: RoutesImage | null = null) {
    this.kernel = kernel;
    this.rules = rules;
    this.shape = shape;
    const named = (key: keyof Logsource) => rules.flatMap(({ logsource }) => logsource[key] ?? []);
    const wider = Object.values(WIDER_SERVICES).flat();
    this.known = { product: new Set(named("product")), service: new Set([...named("service"), ...wider]), category: new Set(named("category")) };
    this.memory = from ?? this.makeRoom();
  }

  /** What another instance with the same rules needs; only as long as no event was met. */
  image(): RoutesImage {
    if (this.byKey.size > 0) throw new Error("the routes have met events");
    return this.memory;
  }

  private makeRoom(): RoutesImage {
    const { kernel, shape } = this;
    const strideOfRoute = (ROUTE_BYTES + shape.atoms.count + 2 * (shape.keywordField + 1) + 15) & ~15;
    const room = { routes: kernel.allocate(MAX_ROUTES * strideOfRoute), spellings: kernel.allocate(MAX_SPELLINGS * (ROUTE_BYTES + ROUTE_KEY_BYTES)), strideOfRoute };
    kernel.place("routeTable", kernel.allocate(MAX_SPELLINGS * 2 * 4));
    kernel.place("routeMask", MAX_SPELLINGS * 2 - 1);
    return room;
  }

  /** What wakes each rule; null: nothing that could be looked for. Routes made before are forgotten. */
  wakeBy(witnesses: readonly (Witness | null)[]): void {
    this.witnesses = witnesses;
    this.forget();
  }

  of(source: Logsource): Route {
    const { last } = this;
    if (last !== null && last.source.product === source.product && last.source.service === source.service && last.source.category === source.category) return last.route;
    const route = this.find(source);
    this.last = { source, route };
    return route;
  }

  private find(source: Logsource): Route {
    const canonical = { product: this.canonical("product", source), service: this.canonical("service", source), category: this.canonical("category", source) };
    const key = `${canonical.product ?? ""}\0${canonical.service ?? ""}\0${canonical.category ?? ""}`;
    const known = this.byKey.get(key);
    if (known) return known;
    if (this.byKey.size >= MAX_ROUTES) this.forget();
    const route = this.build(canonical, this.memory.routes + this.byKey.size * this.memory.strideOfRoute);
    this.byKey.set(key, route);
    return route;
  }

  /** The route that the kernel took. */
  at(place: number): Route {
    return this.byPlace.get(place)!;
  }

  /** Tells the kernel the route of a log source as lines spell it: the key that it has just written. */
  learnSpelling(key: Uint8Array, keyPlace: number): void {
    if (this.spellings >= MAX_SPELLINGS) this.forget();
    const route = this.of(readKey(key));
    const place = this.memory.spellings + this.spellings * (ROUTE_BYTES + ROUTE_KEY_BYTES);
    this.spellings += 1;
    const { u8, u32, calls } = this.kernel;
    u8.copyWithin(place, route.place, route.place + ROUTE_BYTES);
    u8.copyWithin(place + ROUTE_BYTES, keyPlace, keyPlace + key.length);
    u32[place >> 2] = place + ROUTE_BYTES;
    u32[(place >> 2) + 1] = key.length;
    calls.insertRoute(place);
    this.byPlace.set(place, route);
  }

  private forget(): void {
    this.byKey = new Map();
    this.byPlace = new Map();
    this.last = null;
    this.spellings = 0;
    this.kernel.calls.forgetRoutes();
  }

  private canonical(key: keyof Logsource, source: Logsource): string | undefined {
    const stated = source[key];
    return stated === undefined || this.known[key].has(stated) ? stated : OTHER;
  }

  /** The search for the keywords that wake rules of one route, 0 when none do. */
  private writeKeywords(keywords: readonly number[], slot: number): number {
    if (keywords.length === 0 || keywords.length > MAX_KEYWORDS) return 0;
    const { atoms, matchers } = this.shape;
    const size = tableBytes(MAX_KEYWORDS);
    let free = (this.keywordPlaces[slot] ??= this.kernel.allocate(size));
    this.kernel.u8.fill(0, free, free + size);
    const search = 2 * atoms.searchOffset + slot;
    matchers.write(search, keywords, (bytes) => {
      const place = (free + 15) & ~15;
      free = place + bytes;
      return place;
    });
    return search;
  }

  private build(source: Logsource, place: number): Route {
    const { atoms, presenceAtoms, keywordField } = this.shape;
    const { searches } = atoms;
    const { u8 } = this.kernel;
    u8.fill(0, place, place + this.memory.strideOfRoute);
    const wakes = place + ROUTE_BYTES;
    const uses = wakes + atoms.count;
    const members = new Uint8Array(this.rules.length);
    const always: number[] = [];
    let flags = 0;
    const keywords = new Set<number>();
    this.rules.forEach(({ logsource, keywords: searching }, rule) => {
      if (!routes(logsource, source)) return;
      if (searching !== "none") flags |= searching === "values" ? KEYWORDS | ALL_VALUES : KEYWORDS;
      members[rule] = 1;
      const witness = this.witnesses[rule];
      if (!witness) always.push(rule);
      for (const atom of witness?.atoms ?? []) {
        u8[wakes + atom] = 1;
        const search = searches[atom]!;
        if (search % (keywordField + 1) === keywordField) keywords.add(atom);
        u8[uses + search]! |= presenceAtoms.get(search) === atom ? PRESENCE : MATCHED;
      }
    });
    if (keywords.size > MAX_KEYWORDS) flags |= ALL_VALUES;
    if (always.length > 0) flags |= ALWAYS;
    // Before the memory is looked at again: it may grow.
    const search = this.writeKeywords([...keywords], this.byKey.size);
    [flags, wakes, uses, search].forEach((word, at) => (this.kernel.u32[(place >> 2) + 2 + at] = word));
    return { place, members, always, ...this.searchesOf(uses) };
  }

  private searchesOf(uses: number): Pick<Route, "searched" | "searchedForKeywords" | "presenceFields"> {
    const { presenceAtoms, keywordField } = this.shape;
    const { u8 } = this.kernel;
    const all = Array.from({ length: 2 * (keywordField + 1) }, (_, search) => search);
    const searched = all.filter((search) => (u8[uses + search]! & MATCHED) !== 0);
    const forKeywords = (search: number) => search % (keywordField + 1) === keywordField;
    return {
      searched: searched.filter((search) => !forKeywords(search)),
      searchedForKeywords: searched.filter(forKeywords),
      presenceFields: all.filter((search) => (u8[uses + search]! & PRESENCE) !== 0).map((field) => ({ field, atom: presenceAtoms.get(field)! })),
    };
  }
}

/** The log source as the kernel wrote it: each name and a NUL, or 0xFF and a NUL for one that is not stated. */
function readKey(key: Uint8Array): Logsource {
  const names: (string | undefined)[] = [];
  let from = 0;
  for (let at = 0; at < key.length; at += 1) {
    if (key[at] !== 0) continue;
    names.push(key[from] === 0xff ? undefined : String.fromCharCode(...key.subarray(from, at)));
    from = at + 1;
  }
  return { product: names[0], service: names[1], category: names[2] };
}

/** How a rule searches for keywords, by what its predicates are made of. */
export function keywordsOf(expression: Expression, predicates: readonly AtomPredicate[]): RoutedRule["keywords"] {
  switch (expression.kind) {
    case "predicate":
      if (expression.predicate.field !== null) return "none";
      return predicates[expression.predicate.number]!.kind === "open" ? "values" : "literals";
    case "name":
    case "not":
      return keywordsOf(expression.item, predicates);
    default: {
      const found = expression.items.map((item) => keywordsOf(item, predicates));
      return found.includes("values") ? "values" : found.includes("literals") ? "literals" : "none";
    }
  }
}
