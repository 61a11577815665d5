// Preloaded (`node --import`) into each child of the supervisor. The channel between the two closes when the supervisor
// ends in any way, kill -9 included: a child without it must not keep the port or take jobs.

/** Time to end by itself before it is ended. */
const GRACE_MS = 30_000;

// What the child still prints then has no reader; that must not end it before its work is put down.
function ignoreLostReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

if (process.channel !== undefined) {
  process.stdout.on("error", ignoreLostReader);
  process.stderr.on("error", ignoreLostReader);
  process.on("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), GRACE_MS).unref();
  });
}
