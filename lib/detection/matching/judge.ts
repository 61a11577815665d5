import type { EventView, FieldText } from "../sigma/event-view.ts";
import type { AtomPredicate } from "./atoms.ts";
import { type Kernel, STATUS } from "./kernel.ts";
import type { Route } from "./routes.ts";

/** Answers are kept as twice the event's number, plus one for yes. */
const MAX_EVENTS = 2 ** 30;

/**
 * A view that answers predicates by the literals that were found, and asks the values themselves only where literals do
 * not decide. Fields that woke nothing are searched when a predicate first asks for them.
 */
export class Judge implements EventView {
  private readonly kernel: Kernel;
  private readonly predicates: readonly AtomPredicate[];
  private readonly stamps: number;
  private readonly status: number;
  private readonly answers: Int32Array;
  private readonly searched: Int32Array;
  private readonly keywordField: number;
  private event = 0;
  private generation = 0;
  private view!: EventView;
  private search!: (field: number) => void;

  constructor(kernel: Kernel, predicates: readonly AtomPredicate[], places: { readonly stamps: number; readonly status: number; readonly keywordField: number }) {
    this.kernel = kernel;
    this.predicates = predicates;
    this.stamps = places.stamps >> 2;
    this.status = places.status >> 2;
    this.keywordField = places.keywordField;
    this.answers = new Int32Array(predicates.length);
    this.searched = new Int32Array(places.keywordField + 1);
  }

  /** A new event, whose fields of the route have been searched. `search` searches a further one. */
  begin(route: Route, view: EventView, search: (field: number) => void): void {
    this.event += 1;
    if (this.event === MAX_EVENTS) {
      this.event = 1;
      this.answers.fill(0);
      this.searched.fill(0);
    }
    this.generation = this.kernel.u32[this.status + STATUS.generation]!;
    this.view = view;
    this.search = search;
    for (const field of route.matchedFields) this.searched[field] = this.event;
    if (route.keywords) this.searched[this.keywordField] = this.event;
  }

  has(field: number): boolean {
    return this.view.has(field);
  }

  isNull(field: number): boolean {
    return this.view.isNull(field);
  }

  texts(field: number): readonly FieldText[] {
    return this.view.texts(field);
  }

  keywordTexts(): readonly FieldText[] {
    return this.view.keywordTexts();
  }

  answer(predicate: number, compute: (view: EventView) => boolean): boolean {
    const known = this.answers[predicate]!;
    if (known >> 1 === this.event) return (known & 1) === 1;
    const answer = this.decide(this.predicates[predicate]!, compute);
    this.answers[predicate] = this.event * 2 + Number(answer);
    return answer;
  }

  private decide(predicate: AtomPredicate, compute: (view: EventView) => boolean): boolean {
    if (predicate.kind === "open") return compute(this);
    if (this.searched[predicate.field] !== this.event) {
      this.searched[predicate.field] = this.event;
      this.search(predicate.field);
    }
    if (predicate.kind === "needs") return this.oneOccurs(predicate.atoms) && compute(this);
    for (const atoms of predicate.groups) if (!this.oneOccurs(atoms)) return false;
    return true;
  }

  private oneOccurs(atoms: readonly number[]): boolean {
    const { u32 } = this.kernel;
    for (const atom of atoms) if (u32[this.stamps + atom] === this.generation) return true;
    return false;
  }
}
