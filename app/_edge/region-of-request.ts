import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { readRegionFrom } from "#app/_ui/region-now.ts";
import type { Region } from "#lib/platform/region.ts";

type Box = { region: Region | undefined };

// On globalThis for the reason given in region-now.ts.
const holder = globalThis as { __tickmarkRegionBoxes?: AsyncLocalStorage<Box> };

/**
 * Gives every request of this process a place for its region. React's own cache would not do: it ends where components of
 * the browser are drawn on the server. Called once, before the first request.
 */
export function keepRegionOfRequests(): void {
  const boxes = new AsyncLocalStorage<Box>();
  holder.__tickmarkRegionBoxes = boxes;
  subscribe("http.server.request.start", () => boxes.enterWith({ region: undefined }));
  readRegionFrom(() => boxes.getStore()?.region);
}

/** From here on this request writes as a region does: once it is known whose organization it looks at. */
export function setRegionOfRequest(region: Region | undefined): void {
  const box = holder.__tickmarkRegionBoxes?.getStore();
  if (box !== undefined) box.region = region;
}
