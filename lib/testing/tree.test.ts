import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow } from "./source-files.ts";

// What holds of the project as a folder of files: documents point at what exists, and nothing points at one machine.

const DOCUMENTS = [...readdirSync(".").filter((name) => name.endsWith(".md")), ...["app", "bench", "controls", "integrations", "lib"].flatMap((folder) => filesBelow(folder, (file) => /(^|\/)README\.md$/.test(file)))];
const everything = filesBelow(".", (file) => /\.(ts|tsx|js|cjs|mjs|json|md|yaml|yml|sql|prisma|css|toml|sh)$/.test(file) || /^(\.npmrc|\.gitignore|\.ci\/)/.test(file)).filter((file) => file !== "next-env.d.ts");

/** Code spans and links that look like a file or folder of the project: no placeholder, option, address or address of a page. */
function references(text: string): string[] {
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => (match[1] ?? "").replace(/#.*$/, ""));
  const ROOTS = /^(\.\/)?(app|lib|controls|prisma|integrations|e2e|bench|bin|\.ci)\//;
  const named = spans.filter((span) => ROOTS.test(span) || /^[A-Z]+\.md$|^(package(-lock)?|tsconfig|knip)\.json$|^[a-z.-]+\.config\.(js|ts)$/.test(span));
  return [...named, ...links.filter((link) => link !== "" && !/^[a-z]+:/.test(link))].filter((name) => !/[<>{}…\s]|\.\.\.$|\$/.test(name));
}

/** Whether the reference exists, seen from the project or from the document; "*" stands for one name. */
function exists(reference: string, document: string): boolean {
  return [reference, path.join(path.dirname(document), reference)].some((candidate) => {
    const parts = candidate.replace(/\/$/, "").split("/");
    let folders = [""];
    for (const part of parts) {
      const pattern = new RegExp(`^${part.replaceAll(/[.+?^$()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*")}$`);
      folders = part.includes("*")
        ? folders.flatMap((folder) => (existsSync(folder || ".") && statSync(folder || ".").isDirectory() ? readdirSync(folder || ".").filter((name) => pattern.test(name)).map((name) => path.join(folder, name)) : []))
        : folders.map((folder) => path.join(folder, part)).filter((name) => existsSync(name));
    }
    return folders.length > 0;
  });
}

describe("documents", () => {
  test("of the front door are there", () => {
    for (const name of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DECISIONS.md", "SECURITY.md"]) expect(existsSync(name), name).toBe(true);
  });

  test.each(DOCUMENTS)("%s names only files that exist", (document) => {
    const missing = references(readFileSync(document, "utf8")).filter((reference) => !exists(reference, document));
    expect(missing).toEqual([]);
  });

  test("every folder of lib/ and of the project stands in the code map", () => {
    const map = readFileSync("ARCHITECTURE.md", "utf8");
    const folders = ["lib"].flatMap((parent) => readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => `${parent}/${entry.name}/`));
    expect(folders.filter((folder) => !map.includes(`\`${folder}\``))).toEqual([]);
  });
});

describe("no file of the project", () => {
  const linesWith = (pattern: RegExp): string[] =>
    everything.flatMap((file) => readFileSync(file, "utf8").split("\n").flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 160)}`] : [])));
  const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

  test("names a folder of the machine that it was written on", () => {
    const here = [process.cwd(), path.dirname(process.cwd()), homedir()].filter((folder) => folder.length > 2 && folder !== "/root");
    const homes = ["Users", "home/[a-z]+/(src|work|projects)", "work(space)?/(main|shared)"].map((folder) => `(?<![A-Za-z0-9_.])/${folder}/`);
    expect(linesWith(new RegExp([...here.map((folder) => `(?<![A-Za-z0-9_])${literal(folder)}(?![A-Za-z0-9_-])`), ...homes].join("|"))).filter((line) => !line.startsWith("lib/testing/tree.test.ts"))).toEqual([]);
  });

  test("is named after nothing, or left to be done", () => {
    const folders = new Set(everything.flatMap((file) => file.split("/").slice(0, -1)));
    expect(["utils", "helpers", "common", "services", "shared", "misc"].filter((name) => folders.has(name))).toEqual([]);
    const stems = everything.filter((file) => /(^|\/)(utils?|helpers?|common|misc)\.(ts|tsx)$/.test(file));
    expect(stems).toEqual([]);
  });

  test("of the lock names a registry, and each package is pinned by its hash", () => {
    const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, { resolved?: string; integrity?: string; link?: boolean; inBundle?: boolean }> };
    const packages = Object.entries(lock.packages).filter(([name]) => name !== "");
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([name]) => name)).toEqual([]);
    expect(packages.filter(([, { integrity, link, inBundle }]) => integrity === undefined && link !== true && inBundle !== true).map(([name]) => name)).toEqual([]);
    expect(readFileSync(".npmrc", "utf8")).toMatch(/^omit-lockfile-registry-resolved=true$/m);
    expect(readFileSync(".npmrc", "utf8")).not.toMatch(/registry=/);
  });

  test("of the packages is asked for by a range: what was tried is what is installed", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as Record<"dependencies" | "devDependencies", Record<string, string>>;
    expect(Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
