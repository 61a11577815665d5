const NEWLINE = 10;

/** How many rows a piece of COPY's text ends: a line break within a value is written as an escape. */
export function rowsIn(piece: Uint8Array): number {
  let rows = 0;
  for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, at + 1)) rows += 1;
  return rows;
}

/** Cuts pieces that come one after the other into whole lines. */
export class LineCutter {
  #rest = "";
  readonly #decoder = new TextDecoder();
  readonly #line: (line: string) => void;

  constructor(line: (line: string) => void) {
    this.#line = line;
  }

  push(piece: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.decode(piece, { stream: true })).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line);
  }
}
