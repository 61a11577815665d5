"use client";
import { useShortcut } from "#app/_keys/use-shortcut.ts";

const items = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-review-item]")];

/** The item that holds the focus. Without one no key decides: nobody should accept what they have not looked at. */
function currentItem(): HTMLElement | undefined {
  return document.activeElement?.closest<HTMLElement>("[data-review-item]") ?? undefined;
}

function move(by: 1 | -1): void {
  const all = items();
  const at = all.findIndex((item) => item.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at === -1 ? 0 : at + by))];
  next?.querySelector<HTMLElement>("[data-review-link]")?.focus();
}

/** Presses the button of a decision, as a click would: a form that is under way refuses it by itself. */
function decide(item: HTMLElement | undefined, decision: "accepted" | "rejected"): void {
  item?.querySelector<HTMLButtonElement>(`button[name="decision"][value="${decision}"]`)?.click();
}

/** Ctrl+Enter rejects in the field of the reason, and there alone. */
function rejectFrom(target: EventTarget | null): boolean {
  const item = target instanceof HTMLTextAreaElement ? target.closest<HTMLElement>("[data-review-item]") : null;
  if (item !== null) decide(item, "rejected");
  return item !== null;
}

/** `j` `k` move through the queue, `a` accepts, `r` goes to the reason; Ctrl+Enter there rejects. */
export function ReviewKeys() {
  useShortcut("next", () => move(1));
  useShortcut("previous", () => move(-1));
  useShortcut("accept", () => decide(currentItem(), "accepted"));
  useShortcut("reject", () => currentItem()?.querySelector("textarea")?.focus());
  useShortcut("reject.send", (event) => rejectFrom(event.target));
  return null;
}
