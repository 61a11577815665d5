/** What a scanner said of a file. `not_scanned` and `failed` are no word about the file at all, and never shown as if they were. */
export type ScanResult =
  | { verdict: "clean" | "infected"; scanner: string; version: string; /** The name of what was found. */ signature: string | null }
  | { verdict: "not_scanned" | "failed"; scanner: string | null; version: string | null; /** Why. */ reason: string };

export type ScanVerdict = ScanResult["verdict"];

/** The door to a virus scanner that the operator runs. */
export type VirusScanner = {
  /** Never fails: what went wrong is its answer. */
  scan(bytes: AsyncIterable<Uint8Array>, byteLength: number): Promise<ScanResult>;
};

/** Where no scanner is set up. */
export const noScanner: VirusScanner = {
  scan: () => Promise.resolve({ verdict: "not_scanned", scanner: null, version: null, reason: "No virus scanner is set up." }),
};
