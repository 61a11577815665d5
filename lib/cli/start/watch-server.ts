import { setTimeout as sleep } from "node:timers/promises";
import type { EmbeddedServer } from "#lib/platform/postgres/server.ts";

const LOOK_EVERY_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export type ServerWatch = {
  /** The server as it runs now. */
  current(): EmbeddedServer;
  /** Stops watching; resolves when no restart is under way any more. */
  end(): Promise<void>;
};

/**
 * Starts the embedded server again whenever it ends.
 * @param reopen starts it
 * @param moved told when it had to take another port, since web and worker still use the old one
 */
export function watchServer(
  first: EmbeddedServer,
  reopen: () => Promise<EmbeddedServer>,
  moved: () => Promise<void>,
  say: (text: string) => void,
): ServerWatch {
  let server = first;
  const ending = new AbortController();
  const pause = (ms: number): Promise<unknown> =>
    sleep(ms, undefined, { signal: ending.signal }).catch((error: unknown) => {
      if (!ending.signal.aborted) throw error;
    });

  async function recover(): Promise<void> {
    for (let pauseMs = LOOK_EVERY_MS; !ending.signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        const { port } = server;
        server = await reopen();
        say("The database runs again.");
        if (server.port !== port) await moved();
        return;
      } catch (error) {
        say(`The database did not start: ${error instanceof Error ? error.message : String(error)} Next try in ${pauseMs / 1000} s.`);
        await pause(pauseMs);
      }
    }
  }

  async function watch(): Promise<void> {
    while (!ending.signal.aborted) {
      await pause(LOOK_EVERY_MS);
      if (ending.signal.aborted || (await server.isRunning())) continue;
      say("The database ended and is started again.");
      await recover();
    }
  }

  const done = watch();
  return {
    current: () => server,
    end() {
      ending.abort();
      return done;
    },
  };
}
