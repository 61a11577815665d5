import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** What a running server wrote into its postmaster.pid. */
export type Postmaster = { pid: number; port: number };

const PID_LINE = 0;
const PORT_LINE = 3;

/** Reads `postmaster.pid` of a cluster; undefined when it is missing or not yet written whole. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(cluster, "postmaster.pid"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const lines = text.split("\n");
  const pid = Number(lines[PID_LINE]);
  const port = Number(lines[PORT_LINE]);
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && port > 0 ? { pid, port } : undefined;
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === "linux") {
    const text = await readFile(`/proc/${pid}/cmdline`, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ESRCH") return "";
      throw error;
    });
    return text.split("\0").join(" ");
  }
  const { stdout } = await promisify(execFile)("ps", ["-o", "args=", "-p", String(pid)]).catch(
    (error: { code?: unknown }) => {
      // `ps` exits 1 when no such process runs.
      if (error.code === 1) return { stdout: "" };
      throw error;
    },
  );
  return stdout;
}

/**
 * Whether process `pid` is the server of this cluster. After a crash or a reboot the same number may belong to
 * another program, so being alive is not enough.
 */
export async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  const command = await commandLine(pid);
  return /\bpostgres\b/.test(command) && command.includes(cluster);
}
