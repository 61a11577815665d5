"use client";
import Link from "next/link";
import { Menu } from "@base-ui/react/menu";
import { Check, ChevronDown } from "lucide-react";
import { buttonClass } from "./button.tsx";
import { countText } from "./count-text.ts";

export type FilterOption = { label: string; href: string; current: boolean; count?: number };

// Inside main, so that the menu lies within a landmark like the button that opens it.
const pagePlace = { get current() { return document.getElementById("content"); } };

/** Chooses a filter: every option is the address of the list so filtered. */
export function FilterMenu({ label, options }: { label: string; options: readonly FilterOption[] }) {
  return (
    <Menu.Root>
      <Menu.Trigger className={buttonClass()}>{label}<ChevronDown aria-hidden="true" /></Menu.Trigger>
      <Menu.Portal container={pagePlace}>
        <Menu.Positioner sideOffset={4} align="start" className="z-20">
          <Menu.Popup className="layer menu">
            {options.map((option) => (
              <Menu.LinkItem key={option.href} closeOnClick className="menu-item" render={<Link prefetch={false} href={option.href} scroll={false} aria-current={option.current ? "true" : undefined} />}>
                <span className="w-4 flex-none">{option.current ? <Check aria-hidden="true" className="size-3.5" strokeWidth={1.75} /> : null}</span>
                <span className="min-w-0 flex-1">{option.label}</span>
                {option.count === undefined ? null : <span className="num pl-4 text-muted">{countText(option.count)}</span>}
              </Menu.LinkItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
