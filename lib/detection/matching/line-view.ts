import { numberText } from "../read-record.ts";
import type { EventView, FieldText } from "../sigma/event-view.ts";
import type { Searchable } from "./judge.ts";
import { ENTRY, type Kernel, STATUS } from "./kernel.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A line of JSON as rules see it, by what the kernel noted of it: values are made into texts only when asked for. */
export class LineView implements Searchable {
  private readonly kernel: Kernel;
  private readonly entries: number;
  private readonly status: number;
  private event = 0;
  private readonly stamps: number[] = [];
  private readonly cached: (readonly FieldText[])[] = [];

  constructor(kernel: Kernel, places: { readonly entries: number; readonly status: number }) {
    this.kernel = kernel;
    this.entries = places.entries >> 2;
    this.status = places.status >> 2;
  }

  /** False when a search met what only a record can tell. */
  told = true;

  next(): void {
    this.event += 1;
    this.told = true;
  }

  search(search: number): void {
    if (this.kernel.calls.matchLater(search) === 0) this.told = false;
  }

  has(field: number): boolean {
    return this.find(field, 0) !== -1;
  }

  isNull(field: number): boolean {
    const first = this.find(field, 0);
    // A null among the members of an array is a member: the field is there.
    return first === -1 || this.kernel.u32[first + 3] === ENTRY.isNull;
  }

  texts(field: number): readonly FieldText[] {
    if (this.stamps[field] === this.event) return this.cached[field]!;
    const texts: FieldText[] = [];
    for (let at = this.find(field, 0); at !== -1; at = this.find(field, (at - this.entries) / ENTRY.words + 1)) this.addText(at, texts);
    this.stamps[field] = this.event;
    this.cached[field] = texts;
    return texts;
  }

  keywordTexts(): readonly FieldText[] {
    const texts: FieldText[] = [];
    const count = this.kernel.u32[this.status + STATUS.entryCount]!;
    for (let at = 0; at < count; at += 1) this.addText(this.entries + at * ENTRY.words, texts);
    return texts;
  }

  answer(_predicate: number, compute: (view: EventView) => boolean): boolean {
    return compute(this);
  }

  /** The word where the next entry of the field stands, from the given entry on; -1 when there is none. */
  private find(field: number, from: number): number {
    const { u32 } = this.kernel;
    const end = this.entries + u32[this.status + STATUS.entryCount]! * ENTRY.words;
    for (let at = this.entries + from * ENTRY.words; at < end; at += ENTRY.words) if (u32[at] === field) return at;
    return -1;
  }

  private addText(at: number, into: FieldText[]): void {
    const { u32, u8 } = this.kernel;
    const kind = u32[at + 3]! & ENTRY.kindMask;
    if (kind > ENTRY.isFalse) return;
    const written = decoder.decode(u8.subarray(u32[at + 1], u32[at + 2]));
    if (kind === ENTRY.escapedText) into.push(new LineText(JSON.parse(`"${written}"`) as string));
    else into.push(new LineText(kind === ENTRY.oddNumber ? numberText(written) : written));
  }
}

/** Few values are asked for in lower case: the kernel has compared most. */
export class LineText implements FieldText {
  readonly text: string;
  private lowered: string | null = null;

  constructor(text: string) {
    this.text = text;
  }

  get lower(): string {
    return (this.lowered ??= this.text.toLowerCase());
  }
}
