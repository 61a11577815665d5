import { statusFacts, type Status, type StatusGlyph } from "#lib/status/index.ts";
import { INK } from "./style.ts";

type Doc = PDFKit.PDFDocument;
type At = { x: number; y: number; r: number };

/** A status drawn as a shape of its own, so that it reads in grey and without its word. `x`, `y` is the centre. */
export function drawStatus(doc: Doc, status: Status, at: At): void {
  doc.save().lineWidth(at.r * 0.24).lineCap("round").lineJoin("round").strokeColor(INK.text).fillColor(INK.text);
  SHAPES[statusFacts(status).glyph](doc, at);
  doc.restore();
}

const SHAPES: Readonly<Record<StatusGlyph, (doc: Doc, at: At) => void>> = {
  pass: (doc, at) => { disc(doc, at); tick(doc, at, INK.white); },
  fail: (doc, at) => { square(doc, at); cross(doc, at, INK.white); },
  soon: (doc, at) => { ring(doc, at); hands(doc, at); },
  stale: (doc, at) => { ring(doc, at); hands(doc, at); doc.moveTo(at.x - at.r, at.y + at.r).lineTo(at.x + at.r, at.y + at.r).stroke(); },
  error: (doc, at) => { triangle(doc, at); bang(doc, at); },
  denied: (doc, at) => { ring(doc, at); doc.moveTo(at.x - at.r * 0.62, at.y + at.r * 0.62).lineTo(at.x + at.r * 0.62, at.y - at.r * 0.62).stroke(); },
  disabled: (doc, at) => { dashedRing(doc, at); pause(doc, at); },
  review: (doc, at) => { ring(doc, at); dot(doc, at.x, at.y, at.r * 0.42); },
  partial: (doc, at) => { ring(doc, at); threeQuarters(doc, at); },
  never: (doc, at) => ring(doc, at),
  unknown: (doc, at) => { dashedRing(doc, at); dot(doc, at.x, at.y, at.r * 0.22); },
  na: (doc, at) => doc.moveTo(at.x - at.r * 0.8, at.y).lineTo(at.x + at.r * 0.8, at.y).stroke(),
  risk: (doc, at) => { diamond(doc, at); tick(doc, { ...at, r: at.r * 0.75 }, INK.text); },
  none: (doc, at) => { ring(doc, at); doc.moveTo(at.x - at.r * 0.45, at.y).lineTo(at.x + at.r * 0.45, at.y).stroke(); },
};

function disc(doc: Doc, { x, y, r }: At): void {
  doc.circle(x, y, r).fill(INK.text);
}

function square(doc: Doc, { x, y, r }: At): void {
  doc.roundedRect(x - r * 0.92, y - r * 0.92, r * 1.84, r * 1.84, r * 0.3).fill(INK.text);
}

function ring(doc: Doc, { x, y, r }: At): void {
  doc.circle(x, y, r * 0.88).stroke();
}

function dashedRing(doc: Doc, { x, y, r }: At): void {
  doc.save().lineCap("butt").dash(r * 0.48, { space: r * 0.44 }).circle(x, y, r * 0.88).stroke().undash().restore();
}

function tick(doc: Doc, { x, y, r }: At, color: string): void {
  doc.strokeColor(color).moveTo(x - r * 0.45, y + r * 0.03).lineTo(x - r * 0.12, y + r * 0.36).lineTo(x + r * 0.46, y - r * 0.34).stroke();
}

function cross(doc: Doc, { x, y, r }: At, color: string): void {
  const d = r * 0.38;
  doc.strokeColor(color).moveTo(x - d, y - d).lineTo(x + d, y + d).moveTo(x + d, y - d).lineTo(x - d, y + d).stroke();
}

function hands(doc: Doc, { x, y, r }: At): void {
  doc.moveTo(x, y - r * 0.5).lineTo(x, y).lineTo(x + r * 0.36, y + r * 0.2).stroke();
}

function triangle(doc: Doc, { x, y, r }: At): void {
  doc.moveTo(x, y - r * 0.9).lineTo(x + r * 0.98, y + r * 0.82).lineTo(x - r * 0.98, y + r * 0.82).closePath().stroke();
}

function bang(doc: Doc, { x, y, r }: At): void {
  doc.moveTo(x, y - r * 0.25).lineTo(x, y + r * 0.2).stroke();
  dot(doc, x, y + r * 0.52, r * 0.13);
}

function pause(doc: Doc, { x, y, r }: At): void {
  doc.moveTo(x - r * 0.2, y - r * 0.3).lineTo(x - r * 0.2, y + r * 0.3).moveTo(x + r * 0.2, y - r * 0.3).lineTo(x + r * 0.2, y + r * 0.3).stroke();
}

function threeQuarters(doc: Doc, { x, y, r }: At): void {
  const inner = r * 0.6;
  doc.path(`M ${x} ${y} L ${x} ${y - inner} A ${inner} ${inner} 0 1 1 ${x - inner} ${y} Z`).fill(INK.text);
}

function diamond(doc: Doc, { x, y, r }: At): void {
  doc.moveTo(x, y - r).lineTo(x + r, y).lineTo(x, y + r).lineTo(x - r, y).closePath().stroke();
}

function dot(doc: Doc, x: number, y: number, r: number): void {
  doc.circle(x, y, r).fill(INK.text);
}

/** The sign of Tickmark, in a square of `size` points whose top left corner is at `x`, `y`. */
export function drawLogo(doc: Doc, x: number, y: number, size: number): void {
  const k = size / 20;
  doc.save().strokeColor(INK.text).lineCap("butt").lineJoin("miter");
  doc.lineWidth(2.6 * k).moveTo(x + 2.6 * k, y + 11.4 * k).lineTo(x + 7.2 * k, y + 16.6 * k).lineTo(x + 16.8 * k, y + 3 * k).stroke();
  doc.lineWidth(1.9 * k).moveTo(x + 9.2 * k, y + 6.1 * k).lineTo(x + 15.8 * k, y + 11.6 * k).stroke();
  doc.restore();
}

/** A rectangle of diagonal strokes with an outline: a hole, in any print. */
export function drawHatch(doc: Doc, x: number, y: number, width: number, height: number): void {
  doc.save().rect(x, y, width, height).fill(INK.white);
  doc.rect(x, y, width, height).clip().lineWidth(0.55).strokeColor(INK.text);
  for (let at = -height; at < width; at += 2.1) doc.moveTo(x + at, y + height).lineTo(x + at + height, y);
  doc.stroke().restore();
  doc.save().lineWidth(0.55).strokeColor(INK.text).rect(x + 0.275, y + 0.275, Math.max(0.1, width - 0.55), height - 0.55).stroke().restore();
}
