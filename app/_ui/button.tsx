import type { ComponentProps, ReactNode } from "react";
import Link from "next/link";
import { Kbd } from "./kbd.tsx";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";
export type ButtonLook = { kind?: ButtonKind; size?: "md" | "lg"; icon?: ReactNode; kbd?: string };

/** The classes of a button, for Base UI parts that are buttons themselves. */
export function buttonClass({ kind = "secondary", size = "md" }: ButtonLook = {}): string {
  return `btn btn-${kind}${size === "lg" ? " btn-lg" : ""}`;
}

/** A button says verb and object ("Accept evidence"). One primary per view; danger is outlined. */
export function Button({ kind, size, icon, kbd, children, className = "", type = "button", ...native }: ButtonLook & ComponentProps<"button">) {
  return (
    <button type={type} className={`${buttonClass({ kind, size })} ${className}`} {...native}>
      {icon}
      {children}
      {kbd === undefined ? null : <Kbd>{kbd}</Kbd>}
    </button>
  );
}

/** A link that looks like a button, for going somewhere. */
export function LinkButton({ kind, size, icon, kbd, children, className = "", ...native }: ButtonLook & ComponentProps<typeof Link>) {
  return (
    <Link prefetch={false} className={`${buttonClass({ kind, size })} ${className}`} {...native}>
      {icon}
      {children}
      {kbd === undefined ? null : <Kbd>{kbd}</Kbd>}
    </Link>
  );
}
