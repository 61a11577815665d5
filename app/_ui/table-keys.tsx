"use client";
import { useShortcut } from "#app/_keys/use-shortcut.ts";

const rowLinks = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("main .row-link")];
const focusedRow = (): number => rowLinks().indexOf(document.activeElement as HTMLElement);

/** `j` and `k` move through the page's row links, `x` selects the row, Enter opens it as any link does. */
export function TableKeys() {
  useShortcut("next", () => rowLinks()[Math.min(focusedRow() + 1, rowLinks().length - 1)]?.focus());
  useShortcut("previous", () => rowLinks()[Math.max(focusedRow() - 1, 0)]?.focus());
  useShortcut("select", () => rowLinks()[focusedRow()]?.closest("tr")?.querySelector<HTMLInputElement>("input[name='selected']")?.click());
  return null;
}
