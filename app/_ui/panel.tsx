"use client";
import { useEffect, useId, useRef, type ReactNode, type RefObject } from "react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { ChevronDown, ChevronUp, Maximize2, X } from "lucide-react";
import { useShortcut } from "#app/_keys/use-shortcut.ts";

type PanelProps = {
  title: ReactNode;
  code?: ReactNode;
  /** The list's address without the panel. */
  closeHref: string;
  /** The record's own page. */
  fullHref?: string;
  previousHref?: string;
  nextHref?: string;
  children: ReactNode;
};

/**
 * A record beside its list, under its own address. It does not trap focus: the list stays usable. Focus goes to its
 * title when it opens; Esc closes it and gives focus back to the row; `[` and `]` go to the neighbours.
 */
export function Panel({ title, code, closeHref, fullHref, previousHref, nextHref, children }: PanelProps) {
  const titleId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const router = useRouter();
  useFocusReturn(heading, previousHref, nextHref);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const layerOpen = document.querySelector(".dialog, .menu, .palette") !== null;
      if (event.key === "Escape" && !event.defaultPrevented && !layerOpen) router.push(closeHref, { scroll: false });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router, closeHref]);
  useShortcut("record.previous", () => router.push(previousHref ?? "", { scroll: false }), previousHref !== undefined);
  useShortcut("record.next", () => router.push(nextHref ?? "", { scroll: false }), nextHref !== undefined);
  return (
    <aside className="panel" aria-labelledby={titleId}>
      <header className="panel-head">
        <div className="min-w-0 flex-1">
          {code === undefined ? null : <p className="mono text-muted">{code}</p>}
          <h2 ref={heading} id={titleId} tabIndex={-1} className="text-lg">{title}</h2>
        </div>
        <PanelLink href={previousHref} label="Previous record, key [" icon={<ChevronUp aria-hidden="true" />} />
        <PanelLink href={nextHref} label="Next record, key ]" icon={<ChevronDown aria-hidden="true" />} />
        <PanelLink href={fullHref} label="Open the full page" icon={<Maximize2 aria-hidden="true" />} />
        <PanelLink href={closeHref} label="Close, key Esc" icon={<X aria-hidden="true" />} />
      </header>
      <div className="panel-body">{children}</div>
    </aside>
  );
}

/** Focus goes to the panel's title when it opens, and back to the row it showed last when it closes. */
function useFocusReturn(heading: RefObject<HTMLElement | null>, ...shown: readonly (string | undefined)[]) {
  const row = useRef<string>(undefined);
  const record = shown.join(" ");
  useEffect(() => {
    row.current = document.querySelector<HTMLElement>("main tr[aria-current='true'] .row-link")?.dataset["rowId"];
  }, [record]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (row.current !== undefined) document.querySelector<HTMLElement>(`main [data-row-id="${CSS.escape(row.current)}"]`)?.focus({ preventScroll: true });
    };
  }, [heading]);
}

function PanelLink({ href, label, icon }: { href: string | undefined; label: string; icon: ReactNode }) {
  if (href === undefined) return null;
  return <Link prefetch={false} href={href} scroll={false} className="icon-btn" aria-label={label} title={label}>{icon}</Link>;
}
