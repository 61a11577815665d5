"use client";
import Link from "next/link";
import { Dialog } from "#app/_ui/dialog.tsx";
import { ShortcutTable } from "./shortcut-table.tsx";
import { useBoundShortcuts } from "./use-shortcut.ts";

/** The shortcuts that act on this page, from the list that binds them. */
export function KeyboardMap({ open, onOpenChange, singleKeys }: { open: boolean; onOpenChange: (open: boolean) => void; singleKeys: boolean }) {
  const bound = useBoundShortcuts();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard" description={<p>What acts on this page, outside text fields.{singleKeys ? null : " Single keys are switched off."} <Link prefetch={false} className="link" href="/account#keyboard">{singleKeys ? "Switch single keys off" : "Switch them on"}</Link></p>}>
      <ShortcutTable only={bound} level={3} />
    </Dialog>
  );
}
