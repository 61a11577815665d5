import { readFile } from "node:fs/promises";
import { parseChangelog, type Release } from "./parse-changelog.ts";

let shipped: Promise<Release[]> | undefined;

/** What each version of this software brought, newest first. Read once per process, from the project's folder. */
export function shippedChangelog(): Promise<Release[]> {
  shipped ??= readFile("CHANGELOG.md", "utf8").then(parseChangelog).catch((error: unknown) => {
    shipped = undefined;
    throw error;
  });
  return shipped;
}
