"use client";
import { startTransition, useEffect } from "react";
import { setNews } from "./set-chrome.ts";

/** Once what is new was shown, the dot at Help goes. */
export function NewsSeen({ news }: { news: string }) {
  useEffect(() => {
    const form = new FormData();
    form.set("news", news);
    startTransition(() => setNews(form));
  }, [news]);
  return null;
}
