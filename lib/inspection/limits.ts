/** How far a file is looked into, in one place, each with its reason. What lies beyond is told, never passed over. */
export const INSPECTION_LIMITS = {
  /** Whole files in memory: PDF, old Office files, pictures. What people send as documents is far below. */
  wholeBytes: 64 * 1024 * 1024,
  /** Markup is small; larger is data. */
  markupBytes: 16 * 1024 * 1024,
  /** Unpacked bytes of one file's streams or parts together. */
  unpackedBytes: 128 * 1024 * 1024,
  /** Unpacked bytes of one stream of a PDF, or one part of an Office file. */
  partBytes: 32 * 1024 * 1024,
  /** Parts of an Office file: a few for each sheet or picture. */
  parts: 20_000,
  /** Beginning and end that tell the type. */
  headBytes: 64 * 1024,
  tailBytes: 66 * 1024,
  /** Text that is searched for card numbers: at some 200 MB a second this is ten seconds. */
  textBytes: 2 * 1024 * 1024 * 1024,
  /** Findings of one kind that are told with their place; the others are counted. */
  places: 5,
} as const;
