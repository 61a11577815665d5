"use client";
import type { ReactNode } from "react";
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { buttonClass, type ButtonKind } from "./button.tsx";

type DialogProps = {
  /** The words of the button that opens it; none when the caller opens it. */
  trigger?: ReactNode;
  kind?: ButtonKind;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

/** A short form on top of the page. Focus goes in, stays in, and returns to the button. */
export function Dialog({ trigger, kind, title, description, children, open, onOpenChange }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger === undefined ? null : <Base.Trigger className={buttonClass({ kind })}>{trigger}</Base.Trigger>}
      <Base.Portal>
        <Base.Backdrop className="veil" />
        <Base.Popup className="layer dialog">
          <Base.Close className="icon-btn dialog-close" aria-label="Close"><X aria-hidden="true" /></Base.Close>
          <Base.Title className="pr-8 text-lg font-semibold">{title}</Base.Title>
          {description === undefined ? null : <Base.Description className="mt-1 text-muted" render={<div />}>{description}</Base.Description>}
          <div className="mt-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The buttons at a dialog's end; `Cancel` closes it. */
export function DialogActions({ children }: { children: ReactNode }) {
  return (
    <div className="mt-5 flex flex-wrap justify-end gap-2">
      <Base.Close className={buttonClass()}>Cancel</Base.Close>
      {children}
    </div>
  );
}
