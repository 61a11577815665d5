import { routes, WIDER_SERVICES } from "../sigma/logsource.ts";
import type { Logsource } from "../sigma/rule.ts";
import type { Kernel } from "./kernel.ts";
import type { Witness } from "./witness.ts";

const ROUTE_BYTES = 32;
const MATCHED = 1;
const PRESENCE = 2;
const ALWAYS = 1;
const KEYWORDS = 2;
/** Spellings of log sources that are remembered; attackers can write what they like into records. */
const MAX_SPELLINGS = 256;
/** Log sources that rules tell apart, remembered at a time. */
const MAX_ROUTES = 64;
/** Three names, none longer than the kernel reads itself. */
export const ROUTE_KEY_BYTES = 640;
/** Stands for every name that no rule asks for. No log source is called so: it has a capital letter. */
const OTHER = "Other";

export type RoutedRule = { readonly logsource: Logsource; /** Whether it searches for keywords. */ readonly keywords: boolean };

/** What to do with an event of one log source: which rules ask, and what may wake them. */
export type Route = {
  /** Where the kernel reads it. */
  readonly place: number;
  /** By rule: whether it looks at the log source. */
  readonly members: Uint8Array;
  /** Rules that no literal wakes: asked for every event. */
  readonly always: readonly number[];
  /** Fields whose literals are looked for in every event, keywords apart. */
  readonly matchedFields: readonly number[];
  readonly presenceFields: readonly { readonly field: number; readonly atom: number }[];
  readonly keywords: boolean;
};

type Shape = { readonly atomFields: readonly number[]; readonly presenceAtoms: ReadonlyMap<number, number>; readonly keywordField: number };

/** The routes of a rule set, made when first met. */
export class Routes {
  private readonly kernel: Kernel;
  private readonly rules: readonly RoutedRule[];
  private readonly shape: Shape;
  private readonly known: { readonly [key in keyof Logsource]-?: ReadonlySet<string> };
  private readonly memory: { readonly routes: number; readonly spellings: number; readonly strideOfRoute: number };
  private witnesses: readonly (Witness | null)[] = [];
  private byKey = new Map<string, Route>();
  private byPlace = new Map<number, Route>();
  private spellings = 0;

  constructor(kernel: Kernel, rules: readonly RoutedRule[], shape: Shape) {
    this.kernel = kernel;
    this.rules = rules;
    this.shape = shape;
    const named = (key: keyof Logsource) => rules.flatMap(({ logsource }) => logsource[key] ?? []);
    const wider = Object.values(WIDER_SERVICES).flat();
    this.known = { product: new Set(named("product")), service: new Set([...named("service"), ...wider]), category: new Set(named("category")) };
    const strideOfRoute = (ROUTE_BYTES + shape.atomFields.length + shape.keywordField + 1 + 15) & ~15;
    this.memory = { routes: kernel.allocate(MAX_ROUTES * strideOfRoute), spellings: kernel.allocate(MAX_SPELLINGS * (ROUTE_BYTES + ROUTE_KEY_BYTES)), strideOfRoute };
    kernel.place("routeTable", kernel.allocate(MAX_SPELLINGS * 2 * 4));
    kernel.place("routeMask", MAX_SPELLINGS * 2 - 1);
  }

  /** What wakes each rule; null: nothing that could be looked for. Routes made before are forgotten. */
  wakeBy(witnesses: readonly (Witness | null)[]): void {
    this.witnesses = witnesses;
    this.forget();
  }

  of(source: Logsource): Route {
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
    this.spellings = 0;
    this.kernel.calls.forgetRoutes();
  }

  private canonical(key: keyof Logsource, source: Logsource): string | undefined {
    const stated = source[key];
    return stated === undefined || this.known[key].has(stated) ? stated : OTHER;
  }

  private build(source: Logsource, place: number): Route {
    const { atomFields, presenceAtoms, keywordField } = this.shape;
    const { u8, u32 } = this.kernel;
    u8.fill(0, place, place + this.memory.strideOfRoute);
    const wakes = place + ROUTE_BYTES;
    const uses = wakes + atomFields.length;
    const members = new Uint8Array(this.rules.length);
    const always: number[] = [];
    let keywords = false;
    this.rules.forEach(({ logsource, keywords: searches }, rule) => {
      if (!routes(logsource, source)) return;
      keywords ||= searches;
      members[rule] = 1;
      const witness = this.witnesses[rule];
      if (!witness) always.push(rule);
      for (const atom of witness?.atoms ?? []) {
        u8[wakes + atom] = 1;
        const field = atomFields[atom]!;
        u8[uses + field]! |= presenceAtoms.get(field) === atom ? PRESENCE : MATCHED;
      }
    });
    const fields = Array.from({ length: keywordField }, (_, field) => field);
    u32[(place >> 2) + 2] = (always.length > 0 ? ALWAYS : 0) | (keywords ? KEYWORDS : 0);
    u32[(place >> 2) + 3] = wakes;
    u32[(place >> 2) + 4] = uses;
    return {
      place,
      members,
      always,
      matchedFields: fields.filter((field) => (u8[uses + field]! & MATCHED) !== 0),
      presenceFields: fields.filter((field) => (u8[uses + field]! & PRESENCE) !== 0).map((field) => ({ field, atom: presenceAtoms.get(field)! })),
      keywords,
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
