import { z } from "zod";
import type { Problems } from "./problems.ts";
import type { BagWishes, ReadBag } from "./verify-bag.ts";

const UNREADABLE = "data/unreadable-files.ndjson";
const HELD_BACK = "data/held-back-files.ndjson";
const FILES = /^data\/files\/([0-9a-f]{64})\//u;

/** Labels of bag-info.txt in which an export says how many stored files it holds, and how many it names and leaves out. */
export const EXPORT_COUNTS = { files: "Tickmark-Files", unreadable: "Tickmark-Files-Unreadable", heldBack: "Tickmark-Files-Held-Back" } as const;

const line = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** The files that the rules below need to look into. */
export const exportWishes: BagWishes = () => ({ keep: new Set([UNREADABLE, HELD_BACK]), needles: new Map() });

/**
 * The rules of an export beside those of a bag: every stored file lies under its own hash, what is named as left out is not among
 * them, and as many are here, unreadable and held back as the export says. One from before it said so is held to the first two.
 */
export function checkExport(bag: ReadBag, problems: Problems): void {
  const here = new Set<string>();
  for (const [path, { sha256 }] of bag.files) {
    const named = FILES.exec(path)?.[1];
    if (named === undefined) continue;
    here.add(named);
    if (named !== sha256) problems.add("changed", path, "lies under the hash of another file");
  }
  const leftOut = new Map([UNREADABLE, HELD_BACK].map((path) => [path, hashesIn(path, bag, problems)]));
  for (const [path, hashes] of leftOut) {
    for (const sha256 of hashes) if (here.has(sha256)) problems.add("incomplete", path, `names ${sha256} as left out, and it is here`);
  }
  const found = { files: here.size, unreadable: leftOut.get(UNREADABLE)?.length ?? 0, heldBack: leftOut.get(HELD_BACK)?.length ?? 0 };
  for (const name of ["files", "unreadable", "heldBack"] as const) {
    const said = bag.info?.get(EXPORT_COUNTS[name].toLowerCase())?.trim();
    if (said !== undefined && said !== String(found[name])) problems.add("incomplete", "bag-info.txt", `${EXPORT_COUNTS[name]} says ${said}, there are ${found[name]}`);
  }
}

function hashesIn(path: string, bag: ReadBag, problems: Problems): string[] {
  const lines = (bag.files.get(path)?.content?.toString("utf8") ?? "").split("\n").filter((one) => one !== "");
  return lines.flatMap((text, index) => {
    const parsed = line.safeParse(jsonOf(text));
    if (parsed.success) return [parsed.data.sha256];
    problems.add("incomplete", path, `line ${index + 1} names no file`);
    return [];
  });
}

/** The value of a line; undefined for one that is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
