"use client";
import { useEffect, useState } from "react";
import type { FoundRecord, SearchResult } from "#lib/navigation/client.ts";

// A person types a letter in 150 ms or so; the answer to a word that grows at once would be thrown away.
const PAUSE_MS = 120;

type Answer = { text: string } & ({ result: SearchResult } | { failed: { requestId: string | null } });

export type RecordSearch = {
  records: readonly FoundRecord[];
  partly: SearchResult["partly"];
  /** `waiting`: for the text as it stands now; records are still those of the text before. */
  state: "idle" | "waiting" | "answered" | "failed";
  requestId: string | null;
};

/** Asks for records while a text is typed; only the newest question counts. */
export function useRecordSearch(href: string | undefined, text: string): RecordSearch {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const asked = text.trim();
  useEffect(() => {
    if (href === undefined || asked === "") return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      ask(href, asked, stop.signal).then(setAnswer, (error: unknown) => {
        if (!stop.signal.aborted) setAnswer({ text: asked, failed: { requestId: error instanceof Refused ? error.requestId : null } });
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [href, asked]);
  if (href === undefined || asked === "") return { records: [], partly: [], state: "idle", requestId: null };
  if (answer !== null && "failed" in answer) return { records: [], partly: [], state: answer.text === asked ? "failed" : "waiting", requestId: answer.failed.requestId };
  return { records: answer?.result.records ?? [], partly: answer?.result.partly ?? [], state: answer?.text === asked ? "answered" : "waiting", requestId: null };
}

class Refused extends Error {
  readonly requestId: string | null;
  constructor(requestId: string | null) {
    super("The search was refused.");
    this.requestId = requestId;
  }
}

async function ask(href: string, text: string, signal: AbortSignal): Promise<Answer> {
  const response = await fetch(`${href}?text=${encodeURIComponent(text)}`, { signal });
  if (!response.ok) throw new Refused(response.headers.get("x-request-id"));
  return { text, result: (await response.json()) as SearchResult };
}
