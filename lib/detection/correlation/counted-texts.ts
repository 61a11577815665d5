/** Shorter texts are always copies. */
const SLICED_CHARS = 13;

/** Texts that many entries share, each kept once: an entry keeps its number. Numbers of texts that nobody keeps are used again. */
export class CountedTexts {
  /** Characters of all uses, each counted in full. */
  chars = 0;
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];
  private readonly uses: number[] = [];
  /** What each text says as a number; NaN where it says none. */
  private readonly amounts: number[] = [];
  private readonly free: number[] = [];

  take(text: string): number {
    this.chars += text.length;
    const known = this.numbers.get(text);
    if (known !== undefined) {
      this.uses[known]! += 1;
      return known;
    }
    const kept = ownText(text);
    const number = this.free.pop() ?? this.texts.length;
    this.texts[number] = kept;
    this.uses[number] = 1;
    this.amounts[number] = kept.trim() === "" ? Number.NaN : Number(kept);
    this.numbers.set(kept, number);
    return number;
  }

  release(number: number): void {
    const text = this.texts[number]!;
    this.chars -= text.length;
    this.uses[number]! -= 1;
    if (this.uses[number] !== 0) return;
    this.numbers.delete(text);
    this.texts[number] = "";
    this.free.push(number);
  }

  text(number: number): string {
    return this.texts[number]!;
  }

  amount(number: number): number {
    return this.amounts[number]!;
  }
}

/** A copy of a text that is kept: part of a line would keep the whole line in memory. */
export function ownText(text: string): string {
  return text.length < SLICED_CHARS ? text : [text.slice(0, 1), text.slice(1)].join("");
}
