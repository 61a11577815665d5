/** What a command is told besides its own arguments. */
export type CommandContext = {
  /** Where the caller stood: file arguments are relative to it. */
  callerDirectory: string;
};

export type CommandModule = {
  /** Runs the command and answers its exit code: 0 done, 1 failed, 2 wrongly called. */
  run(args: string[], context: CommandContext): Promise<number>;
};

export type Command = {
  /** One or two words, as typed. */
  name: string;
  /** Its arguments, for the help text. */
  usage: string;
  summary: string;
  /** Loaded only when asked for, so that `--help` and `generate` work before anything else does, and the Prisma client is made before. */
  load(): Promise<CommandModule>;
};
