"use client";
import { useEffect, useState } from "react";
import type { CheckedText } from "#lib/rules/index.ts";

/** How the text in the editor stands: `stale` while it is being looked at, `unreachable` when nobody answers. */
export type Checking = { checked: CheckedText | null; state: "current" | "stale" | "unreachable" };

/** Long enough that a word is typed to its end, short enough to be there when the hand stops. */
const WAIT_MS = 350;

/** Has the text compiled and its examples run whenever its writer pauses. An answer to an older text is thrown away. */
export function useCheck(org: string, text: string, tunes: string | null): Checking {
  const [checking, setChecking] = useState<Checking & { text: string | null }>({ checked: null, state: "stale", text: null });
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      void ask(org, text, tunes, controller.signal).then((answer) => {
        if (answer !== "aborted") setChecking((before) => (answer === null ? { ...before, state: "unreachable" } : { checked: answer, state: "current", text }));
      });
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [org, text, tunes]);
  return { checked: checking.checked, state: checking.text === text ? checking.state : checking.state === "unreachable" ? "unreachable" : "stale" };
}

async function ask(org: string, text: string, tunes: string | null, signal: AbortSignal): Promise<CheckedText | "aborted" | null> {
  try {
    const answer = await fetch(`/${org}/rules/workshop/check`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ text, tunes }), signal });
    return answer.ok ? ((await answer.json()) as CheckedText) : null;
  } catch {
    // The network is away, or the text has changed since: the next pause asks again.
    return signal.aborted ? "aborted" : null;
  }
}
