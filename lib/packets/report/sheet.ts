import { CONTENT_WIDTH, INK, PAGE, TEXT, type TextStyle } from "./style.ts";
import type { ReportPdf } from "./pdf-document.ts";
import { Typesetter, type SetLine } from "./typesetter.ts";

export type Element = PDFKit.PDFStructureElement;
export type ElementOptions = PDFKit.Mixins.StructureElementOptions & { bbox?: [number, number, number, number]; scope?: "Column" | "Row"; placement?: "Block" };

/** Where a text block stands. */
export type Column = { x: number; width: number };
export const FULL: Column = { x: PAGE.left, width: CONTENT_WIDTH };

/**
 * The pages of a report: a cursor, page breaks, and the tags. Everything drawn is either in a structure element or an
 * artifact; nothing is left untagged, which PDF/UA forbids and PDF/A would let pass.
 */
export class Sheet {
  readonly pdf: ReportPdf;
  readonly set: Typesetter;
  readonly root: Element;
  y = 0;
  /** Zero-based index of the page that is written. */
  page = -1;
  #section: Element;
  readonly #deferred: (() => void)[] = [];

  constructor(pdf: ReportPdf) {
    this.pdf = pdf;
    this.set = new Typesetter(pdf);
    this.root = pdf.doc.struct("Document");
    pdf.doc.addStructure(this.root);
    this.#section = this.root;
  }

  /** The element that new blocks go into. */
  get section(): Element {
    return this.#section;
  }

  newPage(): void {
    if (this.page >= 0) this.pdf.compactPage();
    this.pdf.doc.addPage();
    this.page += 1;
    this.y = PAGE.top;
  }

  /** Breaks the page unless `height` points fit on it. */
  ensure(height: number): void {
    if (this.y + height > PAGE.height - PAGE.bottom) this.newPage();
  }

  /** Opens a section with a bookmark; the answer is the zero-based page on which it starts. */
  startSection(bookmark: string): number {
    this.#section = this.element(this.root, "Sect");
    this.pdf.doc.outline.addItem(this.set.plain(bookmark));
    return this.page;
  }

  /** A child element; `end` it when its children are complete. */
  element(parent: Element, type: string, options: ElementOptions = {}): Element {
    const child = this.pdf.doc.struct(type, options as PDFKit.Mixins.StructureElementOptions);
    parent.add(child);
    return child;
  }

  /** Draws the content of an element. */
  content(element: Element, type: string, draw: () => void): void {
    element.add(this.pdf.doc.markStructureContent(type));
    draw();
    this.pdf.doc.endMarkedContent();
  }

  /** Draws what a screen reader leaves out: rules, marks beside their words, repeated heads. */
  artifact(draw: () => void, type: "Layout" | "Pagination" = "Layout"): void {
    this.pdf.doc.markContent("Artifact", { type });
    draw();
    this.pdf.doc.endMarkedContent();
  }

  /** A block of text at the cursor, over as many pages as it needs. The cursor ends below it. */
  text(type: string, text: string, style: TextStyle, options: { column?: Column; parent?: Element; maxLines?: number; keepWithNext?: number } = {}): void {
    const column = options.column ?? FULL;
    const lines = this.set.paragraph(text, style, column.width, options.maxLines);
    this.ensure(Math.min(lines.length, 3) * style.leading + (options.keepWithNext ?? 0));
    const element = this.element(options.parent ?? this.#section, type);
    this.#flow(element, type, lines, style, column.x);
    element.end();
  }

  #flow(element: Element, type: string, lines: readonly SetLine[], style: TextStyle, x: number): void {
    let next = 0;
    while (next < lines.length) {
      if (this.y + style.leading > PAGE.height - PAGE.bottom) this.newPage();
      this.content(element, type, () => {
        do {
          const line = lines[next];
          if (line) this.set.draw(line, x, this.y, style);
          this.y += style.leading;
          next += 1;
        } while (next < lines.length && this.y + style.leading <= PAGE.height - PAGE.bottom);
      });
    }
  }

  /** Lines at a fixed place, without moving the cursor. */
  place(parent: Element, type: string, text: string, style: TextStyle, at: { x: number; y: number; width: number; align?: "left" | "right"; maxLines?: number }): number {
    const lines = this.set.lines(text, style, at.width, at.maxLines);
    const element = this.element(parent, type);
    this.content(element, type, () => this.drawLines(lines, style, at));
    element.end();
    return lines.length * style.leading;
  }

  /** Draws set lines inside marked content that is open. */
  drawLines(lines: readonly SetLine[], style: TextStyle, at: { x: number; y: number; width: number; align?: "left" | "right" }): void {
    lines.forEach((line, index) => {
      const x = at.align === "right" ? at.x + at.width - line.width : at.x;
      this.set.draw(line, x, at.y + index * style.leading, style);
    });
  }

  /** A horizontal rule at the cursor. */
  rule(color: string, width = 0.6, column: Column = FULL): void {
    this.artifact(() => this.pdf.doc.moveTo(column.x, this.y).lineTo(column.x + column.width, this.y).lineWidth(width).strokeColor(color).stroke());
  }

  /** A heading over a rule, kept with what follows it. */
  heading(type: "H2" | "H3", text: string, options: { column?: Column; above?: number; keep?: number } = {}): void {
    this.y += options.above ?? 20;
    this.ensure(TEXT.head.leading + 4 + (options.keep ?? 72));
    this.text(type, text, TEXT.head, { column: options.column });
    this.y += 4;
    this.rule(INK.text, 0.75, options.column);
    this.y += 6;
  }

  /** Runs when every page exists: page numbers, contents. Its elements must still be open. */
  later(task: () => void): void {
    this.#deferred.push(task);
  }

  /** Runs what was deferred, with each page in turn available by `onPage`. */
  finish(): void {
    for (const task of this.#deferred) task();
    this.root.end();
  }

  /** Draws on a page that was left. */
  onPage(page: number, draw: () => void): void {
    this.pdf.doc.switchToPage(page);
    draw();
  }

  get pages(): number {
    return this.page + 1;
  }
}
