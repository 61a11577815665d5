import path from "node:path";
import { loadCrosswalks, loadFrameworkContent, loadFrameworks } from "#lib/frameworks/index.ts";
import { openDatabase } from "#lib/platform/db.ts";
import { SetupProblem } from "#lib/platform/setup-problem.ts";

/**
 * Writes the frameworks and crosswalks of controls/ into the database, as its owner. Answers how many editions were new or changed.
 * @throws SetupProblem naming file, line and column of what is wrong with the content
 */
export async function loadStandards(ownerUrl: string): Promise<number> {
  const content = await loadFrameworkContent(path.resolve("controls"));
  if (content.problems.length > 0) {
    throw new SetupProblem(content.problems.map((problem) => `${problem.file}:${problem.line}:${problem.column} ${problem.sentence}`));
  }
  const database = openDatabase(ownerUrl, 1);
  try {
    const { written } = await loadFrameworks(database, content.frameworks);
    await loadCrosswalks(database, content.crosswalks);
    return written.length;
  } finally {
    await database.$disconnect();
  }
}
