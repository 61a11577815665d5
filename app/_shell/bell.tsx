"use client";
import { useEffect, useState } from "react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Bell as BellSign } from "lucide-react";
import { countText } from "#app/_ui/count-text.ts";

export type BellProps = {
  href: string;
  /** Answers `{ unread }`. */
  countUrl: string;
  /** As the page was drawn. */
  unread: number;
};

const ASK_EVERY_MS = 60_000;
const MOST_SHOWN = 99;

/**
 * Where notifications are, with how many are unread: asked anew with every page, every minute while the page is looked at,
 * and when it is looked at again. What cannot be asked stays as it was.
 */
export function Bell({ href, countUrl, unread }: BellProps) {
  const path = usePathname();
  const [asked, setAsked] = useState({ drawn: unread, count: unread });
  // A page that was drawn anew knows better than the last answer.
  if (asked.drawn !== unread) setAsked({ drawn: unread, count: unread });
  useEffect(() => {
    const controller = new AbortController();
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== "visible") return;
      const answer = await fetch(countUrl, { signal: controller.signal, cache: "no-store" });
      if (!answer.ok) return;
      const { unread: count } = (await answer.json()) as { unread: number };
      setAsked((before) => ({ ...before, count }));
    };
    const onSight = (): void => void ask().catch((error: unknown) => {
      // Offline, or gone to another page in the midst of the answer: it is asked again. Anything else is a fault of ours.
      if (!(error instanceof TypeError) && !(error instanceof DOMException)) throw error;
    });
    onSight();
    const timer = setInterval(onSight, ASK_EVERY_MS);
    document.addEventListener("visibilitychange", onSight);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onSight);
      controller.abort();
    };
  }, [countUrl, path]);
  const { count } = asked;
  const words = count === 0 ? "Notifications, none unread" : `Notifications, ${countText(count)} unread`;
  return (
    <Link prefetch={false} href={href} className="icon-btn bell" aria-label={words} title={words} aria-current={path === href ? "page" : undefined}>
      <BellSign aria-hidden="true" />
      {count === 0 ? null : <span className="bell-count num" aria-hidden="true">{count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}</span>}
    </Link>
  );
}
