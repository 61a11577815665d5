"use client";
import { useSyncExternalStore } from "react";
import { Kbd } from "#app/_ui/kbd.tsx";

const nothingChanges = (): (() => void) => () => undefined;

/** The keys of a shortcut as they are written on this person's keyboard. */
export function KeyNames({ keys }: { keys: string }) {
  const mac = useSyncExternalStore(nothingChanges, () => /Mac|iPhone|iPad/.test(navigator.userAgent), () => false);
  const parts = keys.split(" ").map((step) => step.split("+").map((key) => (key === "Mod" ? (mac ? "⌘" : "Ctrl") : key)));
  return (
    <span className="inline-flex items-center gap-1">
      {parts.map((step, index) => (
        <span key={index} className="inline-flex items-center gap-1">
          {index === 0 ? null : <span className="text-xs text-muted">then</span>}
          {step.map((key) => <Kbd key={key}>{key}</Kbd>)}
        </span>
      ))}
    </span>
  );
}
