"use client";
import { useEffect } from "react";
import { useRouter } from "next/navigation";

const EVERY_MS = 3_000;

/** Draws the page anew every few seconds while something on it is under way, and only while it is looked at. */
export function RefreshWhile({ active }: { active: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [active, router]);
  return null;
}
