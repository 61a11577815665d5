/**
 * Something about the machine, its settings or its database that a person must put right before Tickmark can run.
 * Each sentence says what is wrong and what to do; none carries a secret. The command line prints them and exits 1.
 */
export class SetupProblem extends Error {
  readonly sentences: readonly string[];

  constructor(sentences: string | readonly string[], options?: ErrorOptions) {
    const list = typeof sentences === "string" ? [sentences] : sentences;
    super(list.join(" "), options);
    this.name = "SetupProblem";
    this.sentences = list;
  }
}
