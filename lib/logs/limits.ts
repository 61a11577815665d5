/** Every limit of the logs domain, each with its reason. */
export const LOG_LIMITS = {
  /** Bytes of one segment as received: 4 GiB is a day of a busy fleet; larger files are cut before sending. */
  segmentBytes: 4 * 1024 ** 3,
  /** Bytes of text that one compressed segment may unfold to. */
  textBytes: 16 * 1024 ** 3,
  /** Text bytes per compressed byte beyond which a segment is taken for a decompression bomb. Logs reach 5 to 60. */
  expansion: 250,
  /** Text below this is never called a bomb: short files of equal lines expand steeply and harm nobody. */
  expansionFreeBytes: 256 * 1024 ** 2,
  /** Text looked at before anything is kept: NUL bytes here mean that the file is no text. */
  sniffBytes: 64 * 1024,
  /** Compressed bytes collected to see that much text. */
  sniffCompressedBytes: 256 * 1024,
  /** Compressed bytes inflated at a time: times 1032, deflate's best ratio, at most 16 MiB of text are in memory. */
  inflateBytes: 16 * 1024,
  /** Unparsed lines kept as a sample, and characters of each. */
  unparsedSample: 20,
  unparsedChars: 200,
  /** Lines of context on each side of a shown line, and lines shown at once. */
  contextLines: 3,
  shownLines: 60,
  /** Text unpacked from a compressed segment to show lines of it: about a second of work. */
  shownTextBytes: 1024 ** 3,
  /** Characters of one shown line. */
  shownChars: 2_000,
} as const;
