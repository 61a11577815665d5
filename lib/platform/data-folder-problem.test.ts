import { expect, test } from "vitest";
import { dataFolderProblem } from "./data-folder-problem.ts";
import { SetupProblem } from "./setup-problem.ts";

const failure = (code: string, syscall: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code, syscall });

test.each([["EROFS", "open"], ["EACCES", "mkdir"], ["EEXIST", "mkdir"], ["ENOENT", "mkdir"]])("%s of %s is a sentence that names the folder and the setting", (code, syscall) => {
  const problem = dataFolderProblem("/srv/tickmark", failure(code, syscall));
  expect(problem).toBeInstanceOf(SetupProblem);
  expect((problem as SetupProblem).message).toBe(`Tickmark cannot work in its data folder /srv/tickmark (${code}): set TICKMARK_DATA to a folder that it owns.`);
});

test("a full disk is told as one", () => {
  expect((dataFolderProblem("/srv/tickmark", failure("ENOSPC", "write")) as SetupProblem).message).toContain("no room left");
});

test("what nobody can put right stays what it was", () => {
  for (const error of [failure("ENOENT", "open"), new Error("anything"), undefined]) expect(dataFolderProblem("/srv/tickmark", error)).toBe(error);
});
