/**
 * The matching kernel, in AssemblyScript: reads lines of JSON where they lie, notes where the values of watched fields
 * stand, and finds which literals of the rules occur in them. Nothing is decided here but which events cannot match:
 * conditions are judged in TypeScript, and whatever is unusual (see SLOW) is handed back to be read by JSON.parse.
 * The files of this folder are one program, in the order that lib/testing/build-kernel.ts names; it writes
 * kernel-bytes.ts, and a test holds the two together.
 */

// What `nextLine` answers.
const ENDED: i32 = 0;
const CANDIDATE: i32 = 1;
/** The line must be read by JSON.parse: invalid, or with something in it that is not told apart here. */
const SLOW: i32 = 2;
const UNKNOWN_ROUTE: i32 = 3;
/** What `nextText` answers where a line is of another day than the one whose times are noted. */
const OTHER_DAY: i32 = 4;

// What a walk over a value answers besides the place after it.
const FAILED: usize = 0;

// Kinds of entries.
const TEXT: u32 = 0;
const ESCAPED_TEXT: u32 = 1;
const NUMBER: u32 = 2;
/** Written differently from how JavaScript prints it. */
const ODD_NUMBER: u32 = 3;
const TRUE: u32 = 4;
const FALSE: u32 = 5;
const NULL: u32 = 6;
const OBJECT: u32 = 7;
const ARRAY: u32 = 8;
const IN_ARRAY: u32 = 16;

const MAX_DEPTH: i32 = 60;
const ENTRY_BYTES: usize = 16;
const NODE_BYTES: usize = 16;
const SLOT_BYTES: usize = 16;
const MATCHER_BYTES: usize = 128;
const NO_CHARACTER: u32 = 0xffffffff;
const NO_NODE: u32 = 0xffffffff;
const SLOW_NODE: u32 = 0xfffffffe;

// Node flags.
const HAS_CHILDREN: u32 = 1;
/** The field's value may also stand under another path: `a: {b}` and `"a.b"`. */
const SHARED: u32 = 2;

// Flags of a field under a route.
const MATCHED: u32 = 1;
const PRESENCE: u32 = 2;

// Flags of a route.
const ALWAYS: u32 = 1;
/** Some rule searches for keywords: in the line as a whole first, in its values where that finds something. */
const KEYWORDS: u32 = 2;
/** Some rule must look at all values itself. */
const ALL_VALUES: u32 = 4;

/** Where memory is free. */
export const firstFree: usize = __heap_base;

// Where things lie: written by the owner before the first line.
export let keyTable: usize = 0;
export let keyMask: u32 = 0;
export let nodes: usize = 0;
export let owners: usize = 0;
export let matchers: usize = 0;
export let keywordField: u32 = 0;
export let stamps: usize = 0;
export let hits: usize = 0;
export let entries: usize = 0;
export let maxEntries: u32 = 0;
export let scratch: usize = 0;
/** Lower case of characters below U+0800, 0 where it is no such character; a bit for each above, below U+10000, that has one. */
export let lowerCase: usize = 0;
export let cased: usize = 0;
export let routeTable: usize = 0;
export let routeMask: u32 = 0;
export let routeKey: usize = 0;

/** What TypeScript reads after every call, in memory, since reading an exported global costs more: see `report`. */
export let status: usize = 0;

// The line at hand.
let lineStart: usize = 0;
let lineEnd: usize = 0;
let lines: u32 = 0;
let generation: u32 = 0;
let entryCount: u32 = 0;
let hitCount: u32 = 0;
let route: usize = 0;
let routeKeyLength: u32 = 0;
/** Of a line of text: where in it stands what is behind its program's marker, 0 when there is none. */
let behindStart: u32 = 0;
let kindNumber: u32 = 0;
/** Whether the times of lines of text are noted; of which day, and whether of that they are; the earliest and the latest clock of it. */
export let timesNoted: u32 = 0;
let day: u64 = 0;
let dayNoted: bool = false;
let otherDay: bool = false;
let earliest: u64 = u64.MAX_VALUE;
let latest: u64 = 0;

let at: usize = 0;
let stop: usize = 0;
let slow: bool = false;
let candidate: bool = false;
let wakes: usize = 0;
/** Whether every value is noted, not those of watched fields alone; whether it was. */
let recordAll: bool = false;
let recorded: bool = false;
let objects: u32 = 0;
let stated: u32 = 0;
let statedAt0: u32 = 0;
let statedAt1: u32 = 0;
let statedAt2: u32 = 0;
