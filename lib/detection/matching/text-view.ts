import type { EventRecord } from "../fields.ts";
import type { LineTold } from "../lines.ts";
import type { PlainText } from "../parsers/plain-texts.ts";
import { type FieldNames, type FieldText, RecordView } from "../sigma/event-view.ts";
import { statedLogsource } from "../sigma/logsource.ts";
import type { Logsource } from "../sigma/rule.ts";
import type { Searchable } from "./judge.ts";
import { LineText } from "./line-view.ts";

/** Behind `Mmm dd hh:mm:ss ` come the host, which holds no colon, and the program's tag, which a colon and a space end. */
const HEADER_CHARS = 16;
const COLON = 58;

/** Which text of the line a field is: nothing that can be told, the line, what stands behind the marker, its first word. */
const TEXT = { unknown: 0, line: 1, behind: 2, word: 3 } as const;
const NONE: readonly FieldText[] = [];

type Known = { readonly texts: Uint8Array; readonly source: Logsource };

/** A line of text as rules see it: some fields where they stand, all others once the line is read. */
export class TextView implements Searchable {
  private readonly fields: FieldNames;
  private readonly record: RecordView;
  private readonly known = new Map<PlainText, Known>();
  private knownNow: Known | null = null;
  private line = "";
  private behindStart = 0;
  private read: (text: string) => EventRecord = () => ({});
  private isRead = false;
  private readonly made: (readonly FieldText[] | null)[] = [null, null, null, null];

  constructor(fields: FieldNames) {
    this.fields = fields;
    this.record = new RecordView(fields);
  }

  /** A new line. Answers whether what was told of its atoms is so: its program may not have written what is behind its marker. */
  look(line: string, { plain, behindStart }: LineTold, read: (text: string) => EventRecord): boolean {
    this.line = line;
    this.behindStart = behindStart;
    this.read = read;
    this.isRead = false;
    this.made.fill(null);
    const hasParts = behindStart > 0 && plain.hasParts(line, messageStart(line), behindStart);
    this.knownNow = hasParts ? this.knownOf(plain) : null;
    return hasParts || behindStart === 0;
  }

  /** The log source that the line's fields state. */
  get source(): Logsource {
    return this.knownNow?.source ?? statedLogsource(this.event);
  }

  /** The line, read. */
  private get event(): EventRecord {
    if (!this.isRead) this.record.reset(this.read(this.line));
    this.isRead = true;
    return this.record.event;
  }

  has(field: number): boolean {
    return this.textOf(field) === TEXT.unknown ? this.whole.has(field) : this.texts(field).length > 0;
  }

  isNull(field: number): boolean {
    return this.textOf(field) === TEXT.unknown ? this.whole.isNull(field) : this.texts(field).length === 0;
  }

  texts(field: number): readonly FieldText[] {
    const text = this.textOf(field);
    return text === TEXT.unknown ? this.whole.texts(field) : (this.made[text] ??= this.make(text));
  }

  keywordTexts(): readonly FieldText[] {
    return (this.made[TEXT.line] ??= this.make(TEXT.line));
  }

  answer(_predicate: number, compute: (view: Searchable) => boolean): boolean {
    return compute(this);
  }

  /** Of texts nothing is searched for together. */
  search(): void {
    throw new Error("lines of text are asked for their values");
  }

  private get whole(): RecordView {
    void this.event;
    return this.record;
  }

  private textOf(field: number): number {
    return this.knownNow === null ? TEXT.unknown : this.knownNow.texts[field]!;
  }

  private make(text: number): readonly FieldText[] {
    const { line, behindStart } = this;
    if (text === TEXT.line) return [new LineText(line)];
    if (behindStart === line.length) return NONE;
    const space = text === TEXT.behind ? -1 : line.indexOf(" ", behindStart);
    return [new LineText(space === -1 ? line.slice(behindStart) : line.slice(behindStart, space))];
  }

  private knownOf(plain: PlainText): Known {
    const known = this.known.get(plain);
    if (known !== undefined) return known;
    const texts = Uint8Array.from(this.fields.names, (name) => (name === "line" ? TEXT.line : TEXT[plain.parts.get(name) ?? "unknown"]));
    const made = { texts, source: { ...plain.logsource, category: plain.partsCategory } };
    this.known.set(plain, made);
    return made;
  }
}

function messageStart(line: string): number {
  let at = HEADER_CHARS;
  while (line.charCodeAt(at) !== COLON) at += 1;
  return at + 2;
}
