/** Where the answers of the steps line up. */
export const LABEL_WIDTH = 14;

/** Seconds with one decimal, as shown after a step. */
export function shownSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Steps of a command, one line each on standard output: what, how it went, how long it took. */
export type Progress = {
  /** Runs a step and answers its value; the line shows its text. A failed step's line says so, and the error goes on. */
  step<T>(label: string, work: () => Promise<{ shown: string; value: T }>): Promise<T>;
  /** A line of its own. */
  say(text: string): void;
};

/** @param ending aborted when the end was asked for: a step that fails then was cut off */
export function terminalProgress(ending: AbortSignal): Progress {
  return {
    async step(label, work) {
      const startedAt = performance.now();
      const took = (): string => shownSeconds(performance.now() - startedAt);
      process.stdout.write(`  ${label.padEnd(LABEL_WIDTH)}`);
      try {
        const { shown, value } = await work();
        process.stdout.write(`${shown} (${took()})\n`);
        return value;
      } catch (error) {
        process.stdout.write(`${ending.aborted ? "cut off" : "failed"} (${took()})\n`);
        throw error;
      }
    },
    say(text) {
      process.stdout.write(`${text}\n`);
    },
  };
}
