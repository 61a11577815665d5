import { expect, test, vi } from "vitest";
import type { EmbeddedServer } from "#lib/platform/postgres/server.ts";
import { watchServer } from "./watch-server.ts";

function server(port: number): EmbeddedServer & { alive: boolean } {
  return {
    alive: true,
    origin: "started",
    port,
    cluster: "/cluster",
    pid: port,
    superuserUrl: () => "",
    isRunning() {
      return Promise.resolve(this.alive);
    },
    stop: () => Promise.resolve(),
  };
}

test("a server that ended is started again, also after a failure, and web and worker follow it to another port", async () => {
  const said: string[] = [];
  const first = server(1);
  const starts = [() => Promise.reject(new Error("no room on the disk.")), () => Promise.resolve(server(2))];
  const reopen = (): Promise<EmbeddedServer> => starts.shift()?.() ?? Promise.reject(new Error("asked too often"));
  const moved = vi.fn(() => Promise.resolve());
  const watch = watchServer(first, reopen, moved, (text) => said.push(text));
  first.alive = false;
  await vi.waitFor(() => expect(watch.current().port).toBe(2), { timeout: 10_000 });
  await watch.end();
  expect(moved).toHaveBeenCalledOnce();
  expect(said).toEqual([
    "The database ended and is started again.",
    "The database did not start: no room on the disk. Next try in 1 s.",
    "The database runs again.",
  ]);
});

test("a watch that ended starts nothing", async () => {
  const first = server(1);
  const reopen = vi.fn(() => Promise.resolve(server(2)));
  const watch = watchServer(first, reopen, () => Promise.resolve(), () => undefined);
  await watch.end();
  first.alive = false;
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(reopen).not.toHaveBeenCalled();
});
