import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

// npm run new:connector NAME: a folder below integrations/ that compiles, holds the suite of collectors, and is registered.

const TEMPLATE = path.join(import.meta.dirname, "connector-template");
const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** Templates, and where each goes in the folder. */
const FILES: Readonly<Record<string, (id: string) => string>> = {
  "index.ts.txt": () => "index.ts", "client.ts.txt": () => "client.ts", "schema.ts.txt": () => "schema.ts", "transform.ts.txt": () => "transform.ts",
  "fixture.ts.txt": (id) => `${id}.fixture.ts`, "test.ts.txt": (id) => `${id}.test.ts`, "README.md.txt": () => "README.md",
};

/**
 * Writes the folder of a new connector, its line in the registry and its row in the table.
 *
 * @param id the folder's name: small letters and digits, with dashes between
 * @param root the project, or a tree like it
 * @returns the files that were written
 * @throws Error when the name is none, or is taken
 */
export async function newConnector(id: string, root: string): Promise<string[]> {
  if (!NAME.test(id)) throw new Error(`"${id}" is no name for a connector: small letters and digits, with dashes between.`);
  const folder = path.join(root, "integrations", id);
  if (existsSync(folder)) throw new Error(`There is a connector ${id} already.`);
  const words = id.split("-");
  const title = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  const camel = `${words[0] ?? ""}${title.slice(1).join("")}`;
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  for (const [template, nameOf] of Object.entries(FILES)) {
    const text = await readFile(path.join(TEMPLATE, template), "utf8");
    const file = path.join(folder, nameOf(id));
    await writeFile(file, text.replaceAll("__id__", id).replaceAll("__Name__", title.join(" ")).replaceAll("__camel__", camel).replaceAll("__type__", id.replaceAll("-", "")), { flag: "wx" });
    written.push(file);
  }
  const registry = path.join(root, "integrations", "registry.ts");
  await writeFile(registry, registered(await readFile(registry, "utf8"), id, camel));
  const table = path.join(root, "integrations", "README.md");
  await writeFile(table, `${(await readFile(table, "utf8")).trimEnd()}\n| [${title.join(" ")}](${id}/README.md) | documented | fixtures made by hand |\n`);
  return [...written, registry, table];
}

/** The registry with one connector more. @throws Error when it is not written as it was */
function registered(text: string, id: string, camel: string): string {
  const list = /(CONNECTORS: readonly Connector\[\] = \[)([^\]]*)\];/.exec(text);
  const imports = `\n${text}`.lastIndexOf("\nimport ");
  const end = text.indexOf("\n", imports);
  if (list === null || imports < 0) throw new Error("integrations/registry.ts is not written as it was: add the connector by hand.");
  const others = (list[2] ?? "").trim();
  const line = `${list[1] ?? ""}\n${others === "" ? "" : `  ${others.replace(/,?$/, ",")}\n`}  ${camel},\n];`;
  const inserted = `${text.slice(0, end)}\nimport { ${camel} } from "./${id}/index.ts";${text.slice(end)}`;
  return inserted.replace(list[0], line);
}

if (process.argv[1] === import.meta.filename) {
  const files = await newConnector(process.argv[2] ?? "", process.cwd());
  console.log(`${files.map((file) => path.relative(process.cwd(), file)).join("\n")}\n\nNext: npx vitest run --project unit integrations/${process.argv[2] ?? ""}`);
}
