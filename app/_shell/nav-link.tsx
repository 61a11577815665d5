"use client";
import type { ReactNode } from "react";
import Link from "next/link";
import { usePathname } from "next/navigation";

/** A place in the navigation; it is the current one when the address is its own or lies below it. */
export function NavLink({ href, exact, title, children }: { href: string; exact: boolean; title: string; children: ReactNode }) {
  const path = usePathname();
  const current = path === href || (!exact && path.startsWith(`${href}/`));
  return <Link prefetch={false} href={href} className="nav-item" title={title} aria-current={current ? "page" : undefined}>{children}</Link>;
}
