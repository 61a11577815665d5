import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SetupProblem } from "../setup-problem.ts";

const run = promisify(execFile);

/** The OS user that PostgreSQL runs as; undefined: the one that runs Tickmark. */
export type ServerUser = { uid: number; gid: number } | undefined;

const NAME = "postgres";

async function lookUp(): Promise<ServerUser> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", NAME]), run("id", ["-g", NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch (error) {
    // `id` exits 1 for a name that it does not know.
    if ((error as { code?: unknown }).code === 1) return undefined;
    throw error;
  }
}

/**
 * PostgreSQL refuses to run as root, so root runs it as the OS user `postgres`, created without a login when
 * missing. Everyone else runs it as themselves.
 * @throws SetupProblem when the user is missing and cannot be created
 */
export async function serverUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUp();
  if (existing !== undefined) return existing;
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]);
  } catch (error) {
    throw new SetupProblem(
      "Tickmark runs as root, which PostgreSQL refuses, and could not create the OS user postgres: create it, run Tickmark as another user, or set DATABASE_URL.",
      { cause: error },
    );
  }
  return lookUp();
}
