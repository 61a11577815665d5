"use client";
import { useEffect } from "react";

/** Whether a key press belongs to a field, a list or a layer, and not to the page. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input, textarea, select, [role='dialog'], [role='menu']") !== null);
}

/** Whether single-key shortcuts act: the person has not switched them off, and no modifier is held. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  return document.documentElement.dataset["keys"] !== "off" && !isTyping(event.target);
}

/** `j` and `k` move through the page's row links, `x` selects the row, Enter opens it as any link does. */
export function TableKeys() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event) || !["j", "k", "x"].includes(event.key)) return;
      const links = [...document.querySelectorAll<HTMLElement>("main .row-link")];
      const at = links.indexOf(document.activeElement as HTMLElement);
      if (event.key === "x") {
        links[at]?.closest("tr")?.querySelector<HTMLInputElement>("input[name='selected']")?.click();
        return;
      }
      const next = event.key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
      links[next]?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return null;
}
