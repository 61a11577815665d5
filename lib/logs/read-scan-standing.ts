import { z } from "zod";
import { defineVerb } from "#lib/access/index.ts";
import { scanStanding } from "./scan.repository.ts";

/** How far the organization's segments have been read: what a list of alerts can and cannot know. */
export type ScanStanding = { unfinished: number; failed: number; lines: number; unparsedLines: number };

/** Counts segments that are not read to their end, and lines that no parser understood. */
export const readScanStanding = defineVerb({
  name: "logs.read_scan_standing",
  permission: "logs.read",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx, context }): Promise<ScanStanding> => scanStanding(tx, context.organizationId),
});
