import { expect, test } from "vitest";
import { diffDatamodels } from "./schema-diff.ts";

const model = (fields: string): string => `datasource db {\n provider = "postgresql"\n}\nmodel thing {\n id String @id\n ${fields}\n}\n`;

test("SQL leads from nothing, and from one datamodel to the next", async () => {
  expect(await diffDatamodels("", model(""))).toContain('CREATE TABLE "thing"');
  expect((await diffDatamodels(model(""), model("count Int"))).trim()).toBe(
    '-- AlterTable\nALTER TABLE "thing" ADD COLUMN     "count" INTEGER NOT NULL;',
  );
});

test("equal datamodels need none", async () => {
  expect(await diffDatamodels(model(""), model(""))).toContain("This is an empty migration.");
});

test("an invalid datamodel is told with its line", async () => {
  await expect(diffDatamodels("", model("count Nothing"))).rejects.toThrow(/schema\.prisma:6/);
});
