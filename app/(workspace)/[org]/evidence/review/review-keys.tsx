"use client";
import { useEffect } from "react";
import { isShortcut } from "#app/_ui/table-keys.tsx";

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

/** `j` `k` move through the queue, `a` accepts, `r` goes to the reason; Ctrl+Enter there rejects. */
export function ReviewKeys() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target instanceof HTMLTextAreaElement) {
        const item = event.target.closest<HTMLElement>("[data-review-item]");
        if (item !== null) decide(item, "rejected");
        return;
      }
      if (!isShortcut(event)) return;
      if (event.key === "j") move(1);
      else if (event.key === "k") move(-1);
      else if (event.key === "a") decide(currentItem(), "accepted");
      else if (event.key === "r") currentItem()?.querySelector("textarea")?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return null;
}
