import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

// /proc/<pid>/stat: the fields after the command's name in parentheses; the 20th of them is the start time.
const START_TIME_AFTER_NAME = 19;

/**
 * What tells a process from every other that had or will have its number: when it started. Undefined when no such
 * process runs. Stays the same for the process's life.
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  if (process.platform === "linux") {
    try {
      const [stat, boot] = await Promise.all([
        readFile(`/proc/${pid}/stat`, "utf8"),
        readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      ]);
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return `${pid} ${boot.trim()} ${fields[START_TIME_AFTER_NAME] ?? ""}`;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "ENOENT" || code === "ESRCH") return undefined;
      throw error;
    }
  }
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)]);
    return `${pid} ${stdout.trim()}`;
  } catch (error) {
    // `ps` exits 1 when no such process runs.
    if ((error as { code?: unknown }).code === 1) return undefined;
    throw error;
  }
}
