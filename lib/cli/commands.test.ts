import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { VARIABLES } from "#lib/platform/env-variables.ts";
import { childEnvironment, settingRule } from "#lib/platform/env.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";
import { SOFTWARE } from "#lib/platform/software.ts";
import { COMMANDS, findCommand } from "./commands.ts";
import { configurationReference } from "./configuration-reference.ts";
import { explain } from "./explain.ts";
import { helpText } from "./help.ts";
import { loginsTable } from "./start/demo.ts";

const ROOT = path.resolve(import.meta.dirname, "..", "..");

function tickmark(args: string[], environment: Record<string, string> = {}): { code: number | null; out: string; err: string } {
  const answer = spawnSync(process.execPath, [path.join(ROOT, "bin", "tickmark.js"), ...args], {
    encoding: "utf8",
    env: childEnvironment(environment),
  });
  return { code: answer.status, out: answer.stdout, err: answer.stderr };
}

describe("the command line", () => {
  test("finds a command of two words before one of one", () => {
    const load = (): never => {
      throw new Error("not loaded by looking");
    };
    const commands = ["schema", "schema diff"].map((name) => ({ name, usage: "", summary: "", load }));
    expect(findCommand(["schema", "diff", "--from", "x"], commands)).toMatchObject({ command: { name: "schema diff" }, rest: ["--from", "x"] });
    expect(findCommand(["schema", "x"], commands)).toMatchObject({ command: { name: "schema" }, rest: ["x"] });
    expect(findCommand(["nothing"], commands)).toBeUndefined();
  });

  test("every command can be loaded, and the help names each, and every setting", async () => {
    const help = helpText(COMMANDS, VARIABLES);
    for (const command of COMMANDS) {
      expect((await command.load()).run).toBeTypeOf("function");
      expect(help).toContain(`  ${command.name} `);
    }
    for (const name of Object.keys(VARIABLES)) expect(help).toContain(name);
  });

  test("answers help with 0, nothing and an unknown command with 2", () => {
    expect(tickmark(["--help"])).toMatchObject({ code: 0, err: "" });
    expect(tickmark([])).toMatchObject({ code: 2, out: "" });
    expect(tickmark(["strat"])).toEqual({ code: 2, out: "", err: 'There is no command "strat". "tickmark --help" lists the commands.\n' });
    expect(tickmark(["rules", "lnit"])).toEqual({ code: 2, out: "", err: 'There is no command "rules lnit". There is "rules lint", "rules test", "rules coverage". "tickmark --help" lists the commands.\n' });
    expect(tickmark(["start", "--fast"]).code).toBe(2);
  });

  test("says which version it is", () => {
    expect(tickmark(["--version"])).toEqual({ code: 0, out: `${SOFTWARE}\n`, err: "" });
  });

  test("docs/CONFIGURATION.md is what the check of the settings says (npx tickmark settings > docs/CONFIGURATION.md)", async () => {
    expect(await readFile("docs/CONFIGURATION.md", "utf8")).toBe(configurationReference());
    for (const name of Object.keys(VARIABLES).filter((one) => one !== "TICKMARK_DATA")) expect(settingRule(name), name).toContain(name);
  });

  test("answers a wrong setting with one sentence and 1", () => {
    expect(tickmark(["start"], { TICKMARK_PORT: "none" })).toEqual({
      code: 1,
      out: "",
      err: "TICKMARK_PORT must be a whole number from 1 to 65535.\n",
    });
  });

  test("says of a packet that cannot be read that it is unreadable, with 2", () => {
    expect(tickmark(["verify"])).toMatchObject({ code: 2, err: "Usage: tickmark verify FILE\n" });
    const answer = tickmark(["verify", path.join(ROOT, "package.json")]);
    expect(answer).toMatchObject({ code: 2, err: "" });
    expect(answer.out).toMatch(/^UNREADABLE/);
  });

  test("runs on the pinned Node", () => {
    expect(tickmark(["schema", "diff", "--from", path.join(ROOT, "prisma/schema.prisma")])).toMatchObject({ code: 0, err: "" });
  });
});

test("a problem is told in its sentences, a defect with its stack", () => {
  expect(explain(new SetupProblem(["One.", "Two."]))).toEqual({ text: "One.\nTwo.\n", exitCode: 1 });
  expect(explain(new Error("broken")).text).toMatch(/^Error: broken\n +at /);
});

test("logins line up, without trailing spaces", () => {
  expect(
    loginsTable([
      { name: "Ada", role: "admin", email: "ada@example.com", password: "one" },
      { name: "Bo Long", role: "auditor", email: "b@example.com", password: "two" },
    ]),
  ).toEqual([
    "Name      Role      Email             Password",
    "Ada       admin     ada@example.com   one",
    "Bo Long   auditor   b@example.com     two",
  ]);
});
