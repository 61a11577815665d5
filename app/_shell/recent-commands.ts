import type { Command } from "./command.ts";

const KEPT = 5;
const keyOf = (home: string): string => `tickmark_recent ${home}`;

/** A place as it is remembered: never an act, and nothing but its name and address. */
export type Recent = Pick<Command, "id" | "label" | "icon"> & { href: string; code?: string };

const isRecent = (value: unknown): value is Recent =>
  typeof value === "object" && value !== null && ["id", "label", "icon", "href"].every((key) => key in value && typeof value[key as keyof typeof value] === "string");

/** Where one went last by the palette, newest first. Kept for this tab alone: whoever uses the machine next learns nothing. */
export function readRecent(home: string): Recent[] {
  const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(home)) ?? "[]");
  return Array.isArray(kept) ? kept.filter(isRecent) : [];
}

export function keepRecent(home: string, recent: Recent): void {
  sessionStorage.setItem(keyOf(home), JSON.stringify([recent, ...readRecent(home).filter(({ id }) => id !== recent.id)].slice(0, KEPT)));
}
