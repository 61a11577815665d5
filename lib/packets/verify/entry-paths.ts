import { collisionKey } from "../safe-names.ts";
import type { PacketEntry } from "./packet-entry.ts";
import type { Problems } from "./problems.ts";

/** Why a path must not be unpacked, or null. Holds for every system, not only the one that checks. */
export function unsafePath(path: string): string | null {
  if (path === "") return "the name is empty";
  if (path.includes("\\")) return "a backslash is a separator on Windows";
  if (path.startsWith("/")) return "the path is absolute";
  if (/^[a-z]:/iu.test(path)) return "the path names a drive";
  if (/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(path)) return "the name has control characters";
  const parts = path.replace(/\/$/u, "").split("/");
  if (parts.includes("..")) return "the path leaves the folder";
  if (parts.some((part) => part === "" || part === ".")) return "the path has an empty part";
  return null;
}

/** The folder at the top that holds the bag: "" or `name/`; null when there is no bag. */
function bagRoot(paths: readonly string[]): string | null {
  if (paths.includes("bagit.txt")) return "";
  const roots = paths.filter((path) => /^[^/]+\/bagit\.txt$/u.test(path)).map((path) => path.slice(0, -"bagit.txt".length));
  return roots[0] ?? null;
}

/** Makes paths relative to the bag and reports what lies outside it, stands there twice, or clashes where case folds. */
export function settlePaths(found: readonly PacketEntry[], problems: Problems): PacketEntry[] {
  const root = bagRoot(found.map((entry) => entry.path)) ?? "";
  const seen = new Map<string, string>();
  const settled: PacketEntry[] = [];
  for (const entry of found) {
    if (!entry.path.startsWith(root)) {
      problems.add("added", entry.path, "lies outside the folder of the bag");
      continue;
    }
    const path = entry.path.slice(root.length);
    const key = collisionKey(path);
    const other = seen.get(key);
    if (other === path) {
      problems.add("duplicate", path, "stands in the packet twice");
      continue;
    }
    if (other !== undefined) problems.add("unsafe_path", path, `is the same file as ${other} on systems that fold case or form`);
    seen.set(key, path);
    settled.push({ ...entry, path });
  }
  return settled;
}
