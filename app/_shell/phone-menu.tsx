"use client";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { usePathname } from "next/navigation";
import { Menu, X } from "lucide-react";

/** On a narrow screen the navigation is a disclosure below the bar. Going somewhere closes it; so does Esc. */
export function PhoneMenu({ brand, tools, children }: { brand: ReactNode; tools: ReactNode; children: ReactNode }) {
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string>();
  const button = useRef<HTMLButtonElement>(null);
  const open = openAt === path;
  useEffect(() => {
    if (!open) return undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpenAt(undefined);
      button.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [open]);
  const Icon = open ? X : Menu;
  return (
    <header className="phone-bar">
      <div className="phone-head">
        {brand}
        <span className="ml-auto flex">{tools}</span>
        <button ref={button} type="button" className="btn btn-quiet" aria-expanded={open} aria-controls="phone-menu" onClick={() => setOpenAt(open ? undefined : path)}>
          <Icon aria-hidden="true" />Menu
        </button>
      </div>
      <div id="phone-menu" className="phone-menu" hidden={!open}>{open ? children : null}</div>
    </header>
  );
}
