import path from "node:path";
import { VARIABLES } from "#lib/platform/env-variables.ts";
import { callerDirectory } from "#lib/platform/env.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import { COMMANDS, findCommand } from "./commands.ts";
import { explain } from "./explain.ts";
import { clientIsCurrent, generateClient } from "./generate-client.ts";
import { commandHelpText, helpText } from "./help.ts";
import { endWithReaders } from "./pipe-end.ts";

const PROJECT_ROOT = path.resolve(import.meta.dirname, "..", "..");

// A command's modules import the Prisma client, which a fresh checkout has not: it is made before they are loaded.
async function ensureClient(command: string): Promise<void> {
  if (command === "generate" || (await clientIsCurrent())) return;
  process.stderr.write("Making the Prisma client …\n");
  await generateClient();
}

/** What stands behind `--` is an argument, whatever it is called. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? args.length : end).some((arg) => arg === "--help" || arg === "-h");
}

/** Runs one command line and answers the exit code: 0 done, 1 failed, 2 wrongly called. */
async function main(args: string[]): Promise<number> {
  const context = { callerDirectory: callerDirectory() };
  process.chdir(PROJECT_ROOT);
  const first = args[0];
  if (first === undefined || first === "--help" || first === "-h" || first === "help") {
    const target = first === undefined ? process.stderr : process.stdout;
    target.write(helpText(COMMANDS, VARIABLES));
    return first === undefined ? 2 : 0;
  }
  if (first === "--version" || first === "-v") {
    process.stdout.write(`${SOFTWARE}\n`);
    return 0;
  }
  const found = findCommand(args);
  if (found === undefined) {
    // Of commands of two words the second one may be what is wrong: say which there are.
    const kin = COMMANDS.flatMap(({ name }) => (name.startsWith(`${first} `) ? [`"${name}"`] : []));
    process.stderr.write(`There is no command "${kin.length === 0 ? first : args.slice(0, 2).join(" ")}". ${kin.length === 0 ? "" : `There is ${kin.join(", ")}. `}"tickmark --help" lists the commands.\n`);
    return 2;
  }
  if (asksForHelp(found.rest)) {
    process.stdout.write(commandHelpText(found.command));
    return 0;
  }
  await ensureClient(found.command.name);
  const { run } = await found.command.load();
  return run(found.rest, context);
}

endWithReaders([process.stdout, process.stderr]);
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { text, exitCode } = explain(error);
  process.stderr.write(text);
  process.exitCode = exitCode;
}
