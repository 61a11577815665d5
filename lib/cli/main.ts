import path from "node:path";
import { COMMANDS, findCommand } from "./commands.ts";
import { helpText } from "./help.ts";

const PROJECT_ROOT = path.resolve(import.meta.dirname, "..", "..");

/** Runs one command line and answers the exit code: 0 done, 1 failed, 2 wrongly called. */
async function main(args: string[]): Promise<number> {
  // npm starts scripts in the project's folder and keeps the caller's in INIT_CWD.
  const callerDirectory = process.env["INIT_CWD"] ?? process.cwd();
  process.chdir(PROJECT_ROOT);
  const first = args[0];
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    process.stdout.write(helpText(COMMANDS));
    return first === undefined ? 2 : 0;
  }
  const found = findCommand(args);
  if (found === undefined) {
    process.stderr.write(`There is no command "${first}". "tickmark --help" lists the commands.\n`);
    return 2;
  }
  const { run } = await found.command.load();
  return run(found.rest, { callerDirectory });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { explain } = await import("./explain.ts");
  process.stderr.write(explain(error));
  process.exitCode = 1;
}
