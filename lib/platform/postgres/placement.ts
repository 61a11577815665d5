import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import type { ServerUser } from "./os-user.ts";

/** Where root keeps what the OS user `postgres` must reach when the project's own folder is closed to it. */
export const SYSTEM_FOLDER = "/var/lib/tickmark";

const OTHER_EXECUTE = 0o001;
const GROUP_EXECUTE = 0o010;
const OWNER_EXECUTE = 0o100;

/** The topmost existing folder on the way to `target` (itself included) that the user may not pass through. */
export async function impassableFolder(target: string, user: NonNullable<ServerUser>): Promise<string | undefined> {
  const absolute = path.resolve(target);
  const { root } = path.parse(absolute);
  let folder = root;
  for (const part of ["", ...absolute.slice(root.length).split(path.sep)]) {
    folder = path.join(folder, part);
    const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (found === undefined) return undefined;
    let bit = OTHER_EXECUTE;
    if (found.gid === user.gid) bit = GROUP_EXECUTE;
    if (found.uid === user.uid) bit = OWNER_EXECUTE;
    if ((found.mode & bit) === 0) return folder;
  }
  return undefined;
}

/**
 * Where a new cluster goes: beside the rest of the data folder or, when root's data folder lies below one that
 * the server's user may not enter (such as /root), below SYSTEM_FOLDER under a name used once.
 */
export async function placeCluster(directory: string, user: ServerUser): Promise<string> {
  const usual = path.join(directory, "cluster");
  if (user === undefined || (await impassableFolder(path.dirname(directory), user)) === undefined) return usual;
  return path.join(SYSTEM_FOLDER, randomBytes(8).toString("hex"), "cluster");
}
