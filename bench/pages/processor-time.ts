import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

/** Ticks of the kernel's account of processor time: a hundred per second on every Linux that Node runs on. */
const TICK_MS = 10;

type Accounted = { pid: number; parent: number; ms: number };

function processes(): Accounted[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    const line = textOf(`/proc/${pid}/stat`);
    // The name of the program stands in parentheses and may hold anything.
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    return line === "" ? [] : [{ pid: Number(pid), parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * TICK_MS }];
  });
}

/** A process may end while it is looked at. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}

/** Processor time in ms that the web server below `pid` and the embedded database of a data folder took so far. */
export function processorTime({ pid, folder }: { pid: number; folder: string }): { web: number; database: number } {
  const { cluster } = JSON.parse(readFileSync(path.join(folder, "postgres", "server.json"), "utf8")) as { cluster: string };
  const postmaster = Number(readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
  const all = processes();
  const below = (root: number): number => all.filter((one) => one.parent === root).reduce((sum, one) => sum + one.ms + below(one.pid), 0);
  return { web: below(pid), database: below(postmaster) };
}
