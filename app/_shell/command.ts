import type { ShortcutName } from "#app/_keys/shortcut-list.ts";
import type { NavIconName } from "./nav-icon.tsx";

/** What is done without going anywhere. */
export type CommandAct = "theme.light" | "theme.dark" | "theme.system" | "keyboard" | "sign-out";

/** A place to go to or an act: one line of the command palette. */
export type Command = {
  id: string;
  label: string;
  icon: NavIconName;
  /** Other words by which people look for it. */
  also?: string;
  shortcut?: ShortcutName;
} & ({ href: string } | { act: CommandAct });

const fold = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text: string): string[] => fold(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");

/** The commands of which every word asked begins a word; those whose name begins so come first. */
export function matchingCommands(commands: readonly Command[], text: string): Command[] {
  const asked = wordsOf(text);
  if (asked.length === 0) return text.trim() === "" ? [...commands] : [];
  const fits = (command: Command): boolean => {
    const words = wordsOf(`${command.label} ${command.also ?? ""}`);
    return asked.every((part) => words.some((word) => word.startsWith(part)));
  };
  const begins = (command: Command): number => (fold(command.label).startsWith(fold(text.trim())) ? 0 : 1);
  return commands.filter(fits).sort((a, b) => begins(a) - begins(b));
}

/** What every frame offers: the look, the keys, the account, leaving. */
export const COMMON_COMMANDS: readonly Command[] = [
  { id: "theme.light", label: "Switch to the light theme", icon: "sun", also: "bright colours appearance", act: "theme.light" },
  { id: "theme.dark", label: "Switch to the dark theme", icon: "moon", also: "night colours appearance", act: "theme.dark" },
  { id: "theme.system", label: "Use the system's theme", icon: "monitor", also: "automatic colours appearance", act: "theme.system" },
  { id: "keyboard", label: "Show the keyboard map", icon: "keyboard", also: "shortcuts keys help", shortcut: "map", act: "keyboard" },
  { id: "account", label: "Open your account", icon: "account", also: "password passkey sessions second factor profile", href: "/account" },
  { id: "sign-out", label: "Sign out", icon: "leave", also: "log out leave end session", act: "sign-out" },
];
