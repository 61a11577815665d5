"use client";
import { useEffect } from "react";
import { useRouter } from "next/navigation";

const EVERY_MS = 2_000;

/** Draws the page anew while its segment is being read, and only while somebody looks at it. */
export function RefreshWhileReading({ reading }: { reading: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!reading) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [reading, router]);
  return null;
}
