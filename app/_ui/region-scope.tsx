"use client";
import type { ReactNode } from "react";
import type { Region } from "#lib/platform/region.ts";
import { readRegionFrom } from "./region-now.ts";

/** The region of everything in it, in the browser: set before its children are drawn, so that they agree with the server. */
export function RegionScope({ region, children }: { region: Region; children: ReactNode }) {
  if (typeof window !== "undefined") readRegionFrom(() => region);
  return children;
}
