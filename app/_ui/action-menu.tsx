"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { Menu } from "@base-ui/react/menu";
import { ChevronDown, Ellipsis } from "lucide-react";
import { buttonClass } from "./button.tsx";

export type MenuAct = { label: string; icon?: ReactNode; disabled?: boolean; danger?: boolean } & ({ href: string } | { onSelect: () => void });

/** Acts on one thing, too many or too rare for buttons. `compact`: three dots, named for screen readers. */
export function ActionMenu({ label, items, compact = false }: { label: string; items: readonly MenuAct[]; compact?: boolean }) {
  return (
    <Menu.Root>
      <Menu.Trigger className={compact ? "icon-btn" : buttonClass()} aria-label={compact ? label : undefined}>
        {compact ? <Ellipsis aria-hidden="true" /> : <>{label}<ChevronDown aria-hidden="true" /></>}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-40">
          <Menu.Popup className="layer menu">
            {items.map((item) => {
              const inside = <><span className="menu-icon" aria-hidden="true">{item.icon}</span>{item.label}</>;
              const look = `menu-item${item.danger === true ? " text-critical" : ""}`;
              if ("href" in item) return <Menu.LinkItem key={item.label} closeOnClick className={look} render={<Link prefetch={false} href={item.href} />}>{inside}</Menu.LinkItem>;
              return <Menu.Item key={item.label} className={look} disabled={item.disabled} onClick={item.onSelect}>{inside}</Menu.Item>;
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
