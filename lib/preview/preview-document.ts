import { createHash } from "node:crypto";

/** The look of every preview: the system's fonts, light or dark as the page around it. */
const STYLE = `:root{color-scheme:light dark}body{margin:0;padding:12px;min-height:calc(100vh - 24px);font:13px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}body:focus-visible{outline:2px solid Highlight;outline-offset:-2px}p{margin:0 0 8px;opacity:.75}pre{margin:0;font:12px/1.55 ui-monospace,monospace;white-space:pre-wrap;tab-size:4}table{border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{overflow-wrap:normal;border:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:3px 8px;text-align:left;vertical-align:top;max-width:420px}th{position:sticky;top:0;background:Canvas;font-weight:600}td:first-child,th:first-child{opacity:.6;text-align:right}canvas{display:block;max-width:100%;height:auto;margin:0 auto 12px;border:1px solid color-mix(in srgb,currentColor 20%,transparent)}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}`;

/** For the policy of the document: this style and no other. */
export const STYLE_SOURCE = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * A document of ours around what was made from a file: `body` is escaped by who made it. Its body takes the focus, or the
 * Tab key would pass over a frame without links, and nobody could scroll it by keyboard.
 */
export function previewDocument(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${STYLE}</style></head><body tabindex="0">${body}</body></html>`;
}
