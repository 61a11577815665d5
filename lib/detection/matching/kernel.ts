import { KERNEL_BASE64 } from "./kernel-bytes.ts";

/** What `nextLine` answers (kernel/*.as). */
export const ENDED = 0;
export const CANDIDATE = 1;
export const SLOW = 2;
export const UNKNOWN_ROUTE = 3;
/** What `nextText` answers besides. */
export const OTHER_DAY = 4;

/** Kinds of entries (kernel/*.as): what stands where a watched field's value was found. */
export const ENTRY = { text: 0, escapedText: 1, number: 2, oddNumber: 3, isTrue: 4, isFalse: 5, isNull: 6, object: 7, array: 8, kindMask: 15, inArray: 16, words: 4 } as const;

/** Words of the status that the kernel leaves after a call. */
export const STATUS = { lineStart: 0, lineEnd: 1, lines: 2, generation: 3, entryCount: 4, hitCount: 5, route: 6, routeKeyLength: 7, behindStart: 8, textKind: 9, earliest: 10, latest: 12, words: 14 } as const;

/** Where each part lies: exported globals of the kernel. */
const PLACES = ["keyTable", "keyMask", "nodes", "owners", "matchers", "keywordField", "stamps", "hits", "entries", "maxEntries", "scratch", "lowerCase", "cased", "routeTable", "routeMask", "routeKey", "status", "textKinds", "timesNoted"] as const;
export type KernelPlaces = (typeof PLACES)[number];

/** The memory of a kernel up to what is free, and where in it each part lies. */
export type KernelImage = { readonly memory: Uint8Array; readonly places: { readonly [name in KernelPlaces]: number } };

type KernelExports = { readonly [place in KernelPlaces]: WebAssembly.Global } & {
  readonly memory: WebAssembly.Memory;
  readonly firstFree: WebAssembly.Global;
  insertKey(node: number, key: number, length: number, child: number): void;
  insertBucket(table: number, mask: number, text: number, width: number, bucket: number): void;
  insertGram(bitmap: number, shift: number, text: number): void;
  insertRoute(route: number): void;
  forgetRoutes(): void;
  matchText(search: number, text: number, length: number): void;
  matchLater(search: number): number;
  hitAtom(atom: number): void;
  beginEvent(route: number): void;
  report(): void;
  open(start: number, end: number, firstLine: number): void;
  newlines(start: number, end: number): number;
  nextLine(): number;
  nextText(): number;
  beginDay(noted: boolean): void;
  forgetTimes(): void;
};

const PAGE_BYTES = 65_536;
let compiled: WebAssembly.Module | null = null;

/** One instance of the matching kernel with its memory. Parts are laid out one after another and never freed. */
export class Kernel {
  readonly calls: KernelExports;
  u8: Uint8Array = new Uint8Array();
  u32: Uint32Array = new Uint32Array();
  private free: number;

  /** @param from what another instance held before it met any event; without, the kernel holds nothing */
  constructor(from: KernelImage | null = null) {
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (char) => char.charCodeAt(0)));
    this.calls = new WebAssembly.Instance(compiled).exports as unknown as KernelExports;
    this.free = Number(this.calls.firstFree.value);
    this.look();
    if (from === null) return;
    this.allocate(from.memory.length - this.free);
    this.u8.set(from.memory);
    this.free = from.memory.length;
    for (const [name, value] of Object.entries(from.places)) this.place(name as KernelPlaces, value);
  }

  /** What it holds, for another instance. Only before it met any event: what it noted of one is not told. */
  image(): KernelImage {
    return { memory: this.u8.slice(0, this.free), places: Object.fromEntries(PLACES.map((name) => [name, Number(this.calls[name].value)])) as KernelImage["places"] };
  }

  /** Zeroed memory, aligned to 16 bytes and followed by 16 that may be read. */
  allocate(bytes: number): number {
    const place = (this.free + 15) & ~15;
    this.free = place + bytes + 16;
    const { memory } = this.calls;
    const missing = this.free - memory.buffer.byteLength;
    if (missing > 0) {
      // In larger steps than asked for: every growth makes new views.
      memory.grow(Math.ceil(Math.max(missing, memory.buffer.byteLength / 4) / PAGE_BYTES));
      this.look();
    }
    return place;
  }

  place(name: KernelPlaces, value: number): void {
    this.calls[name].value = value;
  }

  get bytes(): number {
    return this.calls.memory.buffer.byteLength;
  }

  private look(): void {
    this.u8 = new Uint8Array(this.calls.memory.buffer);
    this.u32 = new Uint32Array(this.calls.memory.buffer);
  }
}
