"use client";
import type { ReactNode } from "react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";

/** A place in the navigation; it is the current one when the address is its own or lies below it. */
export function NavLink({ href, exact, title, children }: { href: string; exact: boolean; title: string; children: ReactNode }) {
  const path = usePathname();
  const current = path === href || (!exact && path.startsWith(`${href}/`));
  return <Link prefetch={false} href={href} className="nav-item" title={title} aria-current={current ? "page" : undefined}>{children}<OnItsWay /></Link>;
}

/** A dot beside the place that was asked for while its page is on the way, once that takes longer than 150 ms. */
function OnItsWay() {
  const { pending } = useLinkStatus();
  return pending ? <span role="status" className="loading-rows size-1.5 flex-none rounded-full bg-accent-solid"><span className="sr-only">Loading</span></span> : null;
}
