"use client";
import { createContext, startTransition, useContext, useState, type ReactNode } from "react";
import { useRouter } from "next/navigation";
import { Search } from "lucide-react";
import { KeyboardMap } from "#app/_keys/keyboard-map.tsx";
import { KeyNames } from "#app/_keys/key-names.tsx";
import { SHORTCUTS, type ShortcutName } from "#app/_keys/shortcut-list.ts";
import { useShortcut } from "#app/_keys/use-shortcut.ts";
import type { Command, CommandAct } from "./command.ts";
import { CommandPalette } from "./command-palette.tsx";
import { setTheme } from "./set-chrome.ts";

type CenterProps = {
  commands: readonly Command[];
  home: string;
  /** Where records are searched; none where there are no records. */
  searchHref?: string;
  singleKeys: boolean;
  /** Ends the session; left out where there is none, and with it the command. */
  signOut?: () => Promise<void>;
  children: ReactNode;
};

const OpenPalette = createContext<() => void>(() => undefined);

/** The palette, the keyboard map and the keys that lead to places, around a frame whose buttons open them. */
export function CommandCenter({ commands, home, searchHref, singleKeys, signOut, children }: CenterProps) {
  const [shown, setShown] = useState<"palette" | "map" | null>(null);
  const showing = (what: "palette" | "map") => (open: boolean) => setShown(open ? what : null);
  useShortcut("palette", () => setShown((now) => (now === "palette" ? null : "palette")));
  useShortcut("map", () => setShown("map"));
  useShortcut("edit", focusFirstField);
  const act = (what: CommandAct) => {
    if (what === "keyboard") return setShown("map");
    startTransition(() => (what === "sign-out" ? signOut?.() : setTheme(themeForm(what))));
  };
  return (
    <OpenPalette value={() => setShown("palette")}>
      {children}
      {commands.map((command) => (command.shortcut?.startsWith("go.") && "href" in command ? <GoKey key={command.id} name={command.shortcut} href={command.href} /> : null))}
      <CommandPalette open={shown === "palette"} onOpenChange={showing("palette")} commands={commands} home={home} searchHref={searchHref} onAct={act} />
      <KeyboardMap open={shown === "map"} onOpenChange={showing("map")} singleKeys={singleKeys} />
    </OpenPalette>
  );
}

function GoKey({ name, href }: { name: ShortcutName; href: string }) {
  const router = useRouter();
  useShortcut(name, () => router.push(href));
  return null;
}

function themeForm(act: CommandAct): FormData {
  const form = new FormData();
  form.set("theme", act.replace("theme.", ""));
  return form;
}

/** A page's first field that can be filled in: not the search of a list, which has a key of its own. */
function focusFirstField(): boolean {
  const fields = document.querySelectorAll<HTMLElement>("main form :is(input:not([type='hidden'], [type='checkbox']), select, textarea):not(:disabled, [readonly])");
  const field = [...fields].find((one) => one.closest("[role='search']") === null && one.checkVisibility());
  field?.focus();
  return field !== undefined;
}

/** Opens the palette: a field in the sidebar, a sign in a narrow one and in the phone's bar. */
export function PaletteButton({ compact = false }: { compact?: boolean }) {
  const open = useContext(OpenPalette);
  return (
    <button type="button" className={compact ? "icon-btn" : "palette-button"} aria-label={compact ? "Search or run a command" : undefined} aria-haspopup="dialog" onClick={open}>
      <Search aria-hidden="true" strokeWidth={1.5} />
      {compact ? null : <><span className="nav-name">Search or run</span><span className="palette-button-keys"><KeyNames keys={SHORTCUTS.palette.keys} /></span></>}
    </button>
  );
}
