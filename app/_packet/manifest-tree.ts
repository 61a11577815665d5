type File = { path: string; sha256: string; bytes: number };

/** A folder of a packet with what it holds, in the order of the ZIP, or a file with its hash. */
export type TreeFolder = { kind: "folder"; path: string; name: string; files: number; bytes: number; holds: TreeNode[] };
export type TreeFile = { kind: "file"; path: string; name: string; sha256: string; bytes: number };
export type TreeNode = TreeFolder | TreeFile;

/**
 * The files of a packet as a tree in the order of the ZIP. The folder at the top is the ZIP's own.
 *
 * @param files paths relative to the top folder; the files of one folder stand together
 */
export function fileTree(rootName: string, files: readonly File[]): TreeFolder {
  const root = folder("", rootName);
  const folders = new Map([["", root]]);
  for (const file of files) {
    const parts = file.path.split("/");
    let path = "";
    for (const [depth, part] of parts.entries()) {
      const parent = folders.get(path)!;
      parent.files += 1;
      parent.bytes += file.bytes;
      path = path === "" ? part : `${path}/${part}`;
      if (depth === parts.length - 1) {
        parent.holds.push({ kind: "file", path: file.path, name: part, sha256: file.sha256, bytes: file.bytes });
      } else if (!folders.has(path)) {
        const child = folder(path, part);
        folders.set(path, child);
        parent.holds.push(child);
      }
    }
  }
  return root;
}

function folder(path: string, name: string): TreeFolder {
  return { kind: "folder", path, name, files: 0, bytes: 0, holds: [] };
}
