type File = { path: string; sha256: string; bytes: number };

/** A line of a packet's tree: a folder with what it holds, or a file with its hash. */
export type TreeLine =
  | { kind: "folder"; key: string; name: string; depth: number; files: number; bytes: number }
  | { kind: "file"; key: string; name: string; depth: number; sha256: string; bytes: number }
  /** Children of a folder that are left out, with what they hold. */
  | { kind: "more"; key: string; name: string; depth: number; files: number; bytes: number };

/**
 * The files of a packet as the lines of a tree, in the order of the ZIP: a folder stands before the first file in it. The
 * folder at the top is the ZIP's own.
 *
 * @param files paths relative to the top folder
 */
export function treeLines(rootName: string, files: readonly File[]): TreeLine[] {
  const held = new Map<string, { files: number; bytes: number }>();
  for (const file of files) {
    for (const folder of foldersOf(file.path)) {
      const sum = held.get(folder) ?? { files: 0, bytes: 0 };
      held.set(folder, { files: sum.files + 1, bytes: sum.bytes + file.bytes });
    }
  }
  const lines: TreeLine[] = [];
  const shown = new Set<string>();
  for (const file of files) {
    for (const folder of foldersOf(file.path)) {
      if (shown.has(folder)) continue;
      shown.add(folder);
      lines.push({ kind: "folder", key: `${folder}/`, name: folder === "" ? rootName : nameOf(folder), depth: depthOf(folder), ...held.get(folder)! });
    }
    lines.push({ kind: "file", key: file.path, name: nameOf(file.path), depth: depthOf(file.path), sha256: file.sha256, bytes: file.bytes });
  }
  return lines;
}

/**
 * The same tree with long folders cut: of the children of each folder named, the first `keep` stay and the rest are one line.
 * A packet of a year holds thousands of files of one kind, and nobody reads them on a screen.
 */
export function cutFolders(lines: readonly TreeLine[], folders: readonly string[], keep: number): TreeLine[] {
  const cut: TreeLine[] = [];
  const children = new Map<string, Set<string>>();
  const more = new Map<string, Extract<TreeLine, { kind: "more" }>>();
  for (const line of lines) {
    const folder = folders.find((one) => line.key.startsWith(`${one}/`) && line.key !== `${one}/`);
    const child = folder === undefined ? "" : (line.key.slice(folder.length + 1).split("/")[0] ?? "");
    const seen = children.get(folder ?? "") ?? new Set<string>();
    children.set(folder ?? "", seen.add(child));
    if (folder === undefined || seen.size <= keep) {
      cut.push(line);
      continue;
    }
    const rest = more.get(folder) ?? { kind: "more", key: `${folder}/…`, name: "", depth: folder.split("/").length + 1, files: 0, bytes: 0 };
    if (!more.has(folder)) cut.push(rest);
    more.set(folder, rest);
    if (line.kind === "file") {
      rest.files += 1;
      rest.bytes += line.bytes;
    }
    rest.name = `${(seen.size - keep).toLocaleString("en-GB")} more, listed in manifest-sha256.txt`;
  }
  return cut;
}

/** "" for the top, then each folder down to the file. */
function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return ["", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}

function depthOf(path: string): number {
  return path === "" ? 0 : path.split("/").length;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
