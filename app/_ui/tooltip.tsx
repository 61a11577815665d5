"use client";
import type { ReactElement } from "react";
import { Tooltip as Base } from "@base-ui/react/tooltip";

/** A few words on a control that has a name already. It comes with focus too, can be pointed at, and goes with Esc (WCAG 1.4.13). */
export function Tooltip({ text, children }: { text: string; children: ReactElement }) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-40"><Base.Popup className="layer tooltip">{text}</Base.Popup></Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
