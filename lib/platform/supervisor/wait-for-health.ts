import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 150;
const ANSWER_WITHIN_MS = 5_000;

/** The address at which this machine reaches a server that listens on `host`. */
export function localOrigin(host: string, port: number): string {
  if (host === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (host === "::") return `http://[::1]:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/**
 * Waits until `url` answers 200.
 * @param gaveUp asked before each attempt: a reason to wait no longer, or undefined
 * @returns undefined when it answered, else the reason
 */
export async function waitForHealth(url: string, gaveUp: () => string | undefined): Promise<string | undefined> {
  for (;;) {
    const reason = gaveUp();
    if (reason !== undefined) return reason;
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: "manual" });
      await answer.body?.cancel();
      if (answer.status === 200) return undefined;
    } catch (error) {
      // Not listening yet, or slow: asked again until the caller gives up.
      if (!(error instanceof TypeError) && (error as Error).name !== "TimeoutError") throw error;
    }
    await sleep(POLL_MS);
  }
}
