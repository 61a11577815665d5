import { NEUTRAL_REGION, REGIONS, writeNumber, type Region } from "#lib/platform/region.ts";

// One region holds for everything that a page shows, as one language does. On the server it belongs to the request
// (app/_edge/region-of-request.ts), in the browser to the page (RegionScope); here it is read by both. On globalThis,
// because a bundler may give each route its own copy of this module.
const holder = globalThis as { __tickmarkRegionNow?: () => Region | undefined };

/** Says where the region at hand is known from. */
export function readRegionFrom(source: () => Region | undefined): void {
  holder.__tickmarkRegionNow = source;
}

/** The region of the organization that is looked at; a neutral one where there is none. */
export function regionNow(): Region {
  return holder.__tickmarkRegionNow?.() ?? NEUTRAL_REGION;
}

/** A count or amount as the organization's region writes it. */
export function numberText(value: number, decimals?: number): string {
  return writeNumber(value, regionNow(), decimals);
}

/** The day that begins a week: 0 Sunday to 6 Saturday. */
export function weekStartNow(): number {
  return REGIONS[regionNow()].weekStart;
}
