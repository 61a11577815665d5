import path from "node:path";
import ts from "typescript";
import { isVerb, type Verb } from "#lib/access/index.ts";
import { isGlobalVerb, type GlobalVerb } from "#lib/identity/index.ts";
import { calledThrough, exportedValues, filesBelow, hasDirective, importedAs, readSource, resolveOwn, valueImports, type Source } from "./source-files.ts";

// What the generated suites run over is found in the files, never in a list that somebody keeps: what nobody entered is tried too.

const isTest = (file: string): boolean => /\.(test|fixtures?)\.tsx?$/.test(file) || file.startsWith("lib/testing/");
const isCode = (file: string): boolean => /\.tsx?$/.test(file) && !file.endsWith(".d.ts") && !isTest(file);

export type FoundVerb = { file: string; exported: string; verb: Verb };
export type FoundGlobalVerb = { file: string; exported: string; verb: GlobalVerb };

function callsOf(source: Source, name: string): number {
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name) count += 1;
    node.forEachChild(visit);
  };
  visit(source.tree);
  return count;
}

async function definedBy<Found>(maker: string, is: (value: unknown) => value is Found): Promise<{ file: string; exported: string; verb: Found }[]> {
  const found: { file: string; exported: string; verb: Found }[] = [];
  for (const file of filesBelow("lib", isCode)) {
    const source = readSource(file);
    const calls = callsOf(source, maker);
    if (calls === 0) continue;
    // By path, so that the module is the very one that the product's own imports load.
    const module = (await import(path.resolve(file))) as Record<string, unknown>;
    const here = Object.entries(module).filter(([, value]) => is(value));
    if (here.length !== calls) throw new Error(`${file} calls ${maker} ${calls} times but exports ${here.length} verbs: export each under one name, so that it is tried`);
    for (const [exported, verb] of here) found.push({ file, exported, verb: verb as Found });
  }
  return found;
}

/** Every verb of the domains. @throws Error when one is defined but not exported */
export const findVerbs = (): Promise<FoundVerb[]> => definedBy("defineVerb", isVerb);

/** Every verb of identity that works without an organization. @throws Error when one is defined but not exported */
export const findGlobalVerbs = (): Promise<FoundGlobalVerb[]> => definedBy("defineGlobalVerb", isGlobalVerb);

/** The address that Next gives a file: `app/(workspace)/[org]/alerts/page.tsx` -> `/[org]/alerts`. */
export function addressOf(file: string): string {
  const parts = path.posix.dirname(file).split("/").slice(1).filter((part) => !/^\(.*\)$/.test(part));
  return `/${parts.join("/")}`;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** A route handler with the functions that each of its methods calls. */
export type FoundRoute = { file: string; address: string; methods: { name: string; calls: ReadonlySet<string> }[] };

export function findRoutes(): FoundRoute[] {
  return filesBelow("app", (file) => /\/route\.tsx?$/.test(file)).map((file) => {
    const source = readSource(file);
    const methods = exportedValues(source)
      .filter(({ name }) => METHODS.includes(name) || name === "*")
      .map(({ name, made }) => ({ name, calls: made === null ? new Set<string>() : calledThrough(source, made) }));
    return { file, address: addressOf(file), methods };
  });
}

/** A page with the functions that its default export calls. */
export type FoundPage = { file: string; address: string; calls: ReadonlySet<string> };

export function findPages(): FoundPage[] {
  return filesBelow("app", (file) => /\/page\.tsx?$/.test(file)).map((file) => {
    const source = readSource(file);
    const made = exportedValues(source).find(({ name }) => name === "default")?.made ?? null;
    return { file, address: addressOf(file), calls: made === null ? new Set<string>() : calledThrough(source, made) };
  });
}

/** A server action: exported by a file of "use server", so anybody may call it with anything. */
export type FoundAction = { file: string; name: string; calls: ReadonlySet<string> };

export function findActions(): FoundAction[] {
  return filesBelow("app", isCode)
    .map(readSource)
    .filter((source) => hasDirective(source, "use server"))
    .flatMap((source) => exportedValues(source).map(({ name, made }) => ({ file: source.file, name, calls: made === null ? new Set<string>() : calledThrough(source, made) })));
}

/** Whether `name`, as the file writes it, is the function of that name in one of the project's files. */
export function standsFor(file: string, name: string, home: string): boolean {
  const imported = importedAs(readSource(file), name);
  return imported !== null && imported.file === home && imported.name === name;
}

/** A way by which browser code reaches a file or builtin: the chain of imports that leads there. */
export type Reach = { file: string; chain: readonly string[] };

/**
 * Everything that a browser would load with this file: value imports, followed. It ends at "use server" files, which
 * stay on the server, and names packages and builtins without entering them.
 */
export function loadedWith(start: string): Reach[] {
  const found = new Map<string, readonly string[]>([[start, [start]]]);
  const queue = [start];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    if (!/\.tsx?$/.test(file)) continue;
    const source = readSource(file);
    if (file !== start && hasDirective(source, "use server")) continue;
    for (const { from } of valueImports(source)) {
      const own = resolveOwn(from, file);
      const name = own ?? from;
      if (found.has(name)) continue;
      found.set(name, [...(found.get(file) ?? []), name]);
      if (own !== null && isCode(own)) queue.push(own);
    }
  }
  return [...found].map(([file, chain]) => ({ file, chain }));
}

/** The files that a browser enters by: "use client" files of app/, and the client doors of the domains. */
export function findBrowserEntries(): string[] {
  const client = filesBelow("app", isCode).filter((file) => hasDirective(readSource(file), "use client"));
  return [...client, ...filesBelow("lib", (file) => /^lib\/[^/]+\/client\.ts$/.test(file))];
}
