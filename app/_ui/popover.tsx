"use client";
import type { ReactNode } from "react";
import { Popover as Base } from "@base-ui/react/popover";
import { buttonClass } from "./button.tsx";

type PopoverProps = {
  /** The words or sign of the button. A sign needs a `label`. */
  trigger: ReactNode;
  label?: string;
  /** A small round sign beside a word, instead of a button. */
  mark?: boolean;
  title: string;
  children: ReactNode;
};

/** More about one thing, beside it, on demand. Focus goes in and returns; the page stays usable. */
export function Popover({ trigger, label, mark = false, title, children }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger className={mark ? "help-mark" : buttonClass()} aria-label={label}>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="start" className="z-40">
          <Base.Popup className="layer popover popover-text">
            <Base.Title className="font-semibold" render={<p />}>{title}</Base.Title>
            <Base.Description className="mt-1 text-muted" render={<div />}>{children}</Base.Description>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
