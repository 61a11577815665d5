"use client";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { chordOf, followKeys } from "./key-press.ts";
import { SHORTCUTS, type ShortcutName } from "./shortcut-list.ts";

/** Answers false when there was nothing to do: the key is then left to the page. */
type Handler = (event: KeyboardEvent) => boolean | void;
type Binding = { name: ShortcutName; handler: Handler };

// What is bound on this page, newest last: of two bindings of one key the one that came last acts.
let bound: readonly Binding[] = [];
const listeners = new Set<() => void>();
const keys = followKeys(new Set(Object.values(SHORTCUTS).flatMap((shortcut) => (shortcut.keys.includes(" ") ? [shortcut.keys.slice(0, 1)] : []))));

function change(next: readonly Binding[]): void {
  if (bound.length === 0 && next.length > 0) document.addEventListener("keydown", onKey);
  if (next.length === 0) document.removeEventListener("keydown", onKey);
  bound = next;
  for (const listener of listeners) listener();
}

/** Whether a key press belongs to a field, a list or a layer, and not to the page. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input, textarea, select, [role='dialog'], [role='menu'], [role='listbox']") !== null);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = chordOf(event);
  if (chord !== null) return run(chord, event);
  // Shift alone comes before the key that it belongs to.
  if (event.altKey || event.key === "Shift") return;
  if (isTyping(event.target) || document.documentElement.dataset["keys"] === "off") return keys.forget();
  const complete = keys.press(event, event.timeStamp);
  if (complete !== null) run(complete, event);
}

function run(pressed: string, event: KeyboardEvent): void {
  const binding = bound.findLast(({ name }) => SHORTCUTS[name].keys === pressed);
  if (binding !== undefined && binding.handler(event) !== false) event.preventDefault();
}

/**
 * Binds a shortcut of the list while the component is there. Single keys act outside text fields, and only where the
 * person has not switched them off; chords with Ctrl or ⌘ act everywhere.
 */
export function useShortcut(name: ShortcutName, handler: Handler, active = true): void {
  const act = useEffectEvent(handler);
  useEffect(() => {
    if (!active) return undefined;
    const binding: Binding = { name, handler: (event) => act(event) };
    change([...bound, binding]);
    return () => change(bound.filter((one) => one !== binding));
  }, [name, active]);
}

const NOTHING: readonly Binding[] = [];

/** The shortcuts that act on this page now. */
export function useBoundShortcuts(): ReadonlySet<ShortcutName> {
  const bindings = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => bound,
    () => NOTHING,
  );
  return new Set(bindings.map(({ name }) => name));
}
