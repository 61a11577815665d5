import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { LogFile } from "./log-file.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After this long a crash counts as the first again. */
const SETTLED_MS = 60_000;

export type ChildOptions = {
  /** Arguments of Node: a script and what it is told. */
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  log: LogFile;
  /** Also shown on the terminal, for development. */
  echo: boolean;
  /** How long it may take to end after SIGTERM, in milliseconds. */
  stopWithinMs: number;
  /** Told of each crash, before the restart. */
  onCrash(crash: { exit: string; restartInMs: number; crashes: number }): void;
};

export type SupervisedChild = {
  readonly pid: number | undefined;
  /** Crashes in a row without a settled run. */
  readonly crashes: number;
  /** Ends it and starts it again, at once. */
  restart(): Promise<void>;
  /** Ends it for good: SIGTERM, then SIGKILL to its group. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
};

function launch(options: ChildOptions): ChildProcess {
  const preload = new URL("./exit-with-parent.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--import", preload, ...options.args], {
    // A group of its own: a terminal's Ctrl-C reaches the supervisor alone, which decides the order of ending.
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: options.env,
  });
  for (const [stream, terminal] of [[child.stdout, process.stdout], [child.stderr, process.stderr]] as const) {
    stream?.on("data", (chunk: Buffer) => {
      options.log.write(chunk);
      if (options.echo) terminal.write(chunk);
    });
  }
  return child;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

async function end(child: ChildProcess, withinMs: number): Promise<void> {
  // SIGTERM to the child alone: it knows best how to end its own helpers.
  child.kill("SIGTERM");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), withinMs);
  await ended(child);
  clearTimeout(timer);
}

/** Starts a Node child and keeps it running: a crash is followed by a restart, after pauses that grow to 30 s. */
export function superviseChild(options: ChildOptions): SupervisedChild {
  let wanted = true;
  let crashes = 0;
  let pause: NodeJS.Timeout | undefined;
  let child = begin();

  function begin(): ChildProcess {
    const startedAt = performance.now();
    const started = launch(options);
    started.once("error", (error) => options.log.write(Buffer.from(`${error.message}\n`)));
    started.once("exit", (code, signal) => {
      if (!wanted || started !== child) return;
      crashes = performance.now() - startedAt > SETTLED_MS ? 1 : crashes + 1;
      const restartInMs = Math.min(FIRST_PAUSE_MS * 2 ** (crashes - 1), LONGEST_PAUSE_MS);
      options.onCrash({ exit: signal ?? `code ${code ?? "unknown"}`, restartInMs, crashes });
      pause = setTimeout(() => (child = begin()), restartInMs);
    });
    return started;
  }

  return {
    get pid() {
      return child.pid;
    },
    get crashes() {
      return crashes;
    },
    async restart() {
      if (!wanted) return;
      wanted = false;
      clearTimeout(pause);
      await end(child, options.stopWithinMs);
      wanted = true;
      child = begin();
    },
    async stop() {
      wanted = false;
      clearTimeout(pause);
      await end(child, options.stopWithinMs);
    },
    kill() {
      wanted = false;
      clearTimeout(pause);
      signalGroup(child, "SIGKILL");
    },
  };
}
