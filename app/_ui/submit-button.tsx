"use client";
import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button, type ButtonLook } from "./button.tsx";

/** A form's submit. While the form is under way it stays focusable, is announced as busy, and cannot be sent twice. */
export function SubmitButton({ pendingLabel, children, onClick, ...rest }: ButtonLook & ComponentProps<"button"> & { pendingLabel?: string }) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...rest}
      type="submit"
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {pending ? (pendingLabel ?? "Working…") : children}
    </Button>
  );
}
