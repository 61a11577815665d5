/** A terminal and npm both pass Ctrl-C on, so one request may arrive twice: only a later one means "hurry". */
const SAME_REQUEST_MS = 1_500;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * A signal that is aborted on the first request to end this process.
 * @param hurry called when the request is repeated
 */
export function onEndRequest(hurry: () => void): AbortSignal {
  const controller = new AbortController();
  let firstAt = 0;
  const onSignal = (): void => {
    const now = performance.now();
    if (!controller.signal.aborted) {
      firstAt = now;
      controller.abort();
    } else if (now - firstAt > SAME_REQUEST_MS) hurry();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return controller.signal;
}
