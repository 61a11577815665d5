import type { Problems } from "./problems.ts";

/** A manifest: expected hash by path, and the paths in the order of its lines. */
export type Manifest = { file: string; algorithm: "sha256" | "sha512"; expected: Map<string, string>; order: string[] };

const HASH_LENGTH = { sha256: 64, sha512: 128 } as const;

/**
 * Parses a BagIt 1.0 manifest (RFC 8493, 2.1.3 and 2.2.1). A path listed twice is a problem, with the same hash as well:
 * readers differ in which line they believe.
 */
export function readManifest(file: string, algorithm: Manifest["algorithm"], text: string, problems: Problems): Manifest {
  const manifest: Manifest = { file, algorithm, expected: new Map(), order: [] };
  const lines = text.split(/\r\n|\n|\r/u);
  if (lines.at(-1) === "") lines.pop();
  lines.forEach((line, index) => {
    const match = /^([0-9a-fA-F]+)[ \t]+\*?(.+)$/su.exec(line);
    const hash = match?.[1]?.toLowerCase();
    const path = decodePath(match?.[2] ?? "");
    if (!hash || path === null || hash.length !== HASH_LENGTH[algorithm]) {
      problems.add("invalid_bag", file, `line ${index + 1} is not a hash and a path`);
      return;
    }
    if (manifest.expected.has(path)) problems.add("duplicate", path, `is listed twice in ${file}`);
    else manifest.order.push(path);
    manifest.expected.set(path, hash);
  });
  return manifest;
}

/** `%0A`, `%0D` and `%25` are the only escapes of a manifest; null for an empty path. */
function decodePath(path: string): string | null {
  if (path === "") return null;
  return path.replace(/%(0A|0D|25)/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** `label: value` lines of `bag-info.txt`, continuation lines joined (RFC 8493, 2.2.2). Labels in lower case. */
export function readBagInfo(text: string): Map<string, string> {
  const info = new Map<string, string>();
  let label = "";
  for (const line of text.split(/\r\n|\n|\r/u)) {
    const match = /^([^\s:][^:]*):[ \t]?(.*)$/u.exec(line);
    if (match) {
      label = (match[1] ?? "").toLowerCase();
      info.set(label, match[2] ?? "");
    } else if (/^[ \t]/u.test(line) && label !== "") {
      info.set(label, `${info.get(label) ?? ""} ${line.trim()}`);
    }
  }
  return info;
}
