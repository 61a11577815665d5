import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { deserialize, serialize } from "node:v8";
import { compileRules, imageOfRules, type RuleProblem, type RuleSet, type RuleSetImage, rulesOfImage } from "#lib/detection/index.ts";
import type { RuleFiles } from "./load-rules.ts";

/** Rules ready to match, and their image for threads: where it was not worth keeping one, they compile. */
export type ReadyRules = { readonly ruleSet: RuleSet; readonly problems: readonly RuleProblem[]; readonly image: SharedArrayBuffer | null };

/** Rules of less text are compiled in less time than it takes to look for them. */
const WORTHWHILE_CHARS = 200_000;
/** Sets that are kept, each of some megabytes; then the oldest go. */
const KEPT = 8;
const SUFFIX = ".rules";
const ENGINE = path.resolve(import.meta.dirname, "..", "..", "detection");

/** In the user's own folder: whoever can write there could as well change the rules. */
const CACHE_FOLDER = path.join(homedir(), ".cache", "tickmark");

/**
 * Compiles rules, or takes them as they were compiled before: kept by the hash of every byte of rules, pipelines and engine.
 * What is kept and damaged is compiled again. `told` hears why something could not be kept.
 */
export async function compiledRules(files: RuleFiles, told: (sentence: string) => void, folder = CACHE_FOLDER, worthwhile = WORTHWHILE_CHARS): Promise<ReadyRules> {
  const compile = () => compileRules(files.sources, { pipelines: files.pipelines });
  if (files.sources.reduce((sum, { text }) => sum + text.length, 0) < worthwhile) return { ...compile(), image: null };
  const file = path.join(folder, keyOf(files) + SUFFIX);
  const kept = await readKept(file);
  const restored = kept && rulesOfImage(deserialize(Buffer.from(kept)) as RuleSetImage, () => compile().ruleSet);
  if (restored) return { ...restored, image: kept };
  const compiled = compile();
  const bytes = serialize(imageOfRules(compiled));
  try {
    await keep(file, bytes);
  } catch (error) {
    told(`The compiled rules could not be kept for the next time: ${(error as Error).message}`);
  }
  return { ...compiled, image: shared(bytes) };
}

/** The image of rules that met no event yet, for other threads. */
export function sharedImage(rules: ReadyRules): SharedArrayBuffer {
  return rules.image ?? shared(serialize(imageOfRules(rules)));
}

/** The rules of an image, in a thread that was given it: to match with. What takes their texts, explaining, is for the thread that has those. */
export function rulesOfShared(image: SharedArrayBuffer): RuleSet {
  const restored = rulesOfImage(deserialize(Buffer.from(image)) as RuleSetImage, () => {
    throw new Error("the texts of the rules are not in their image");
  });
  if (restored === null) throw new Error("the image of the rules is of another form");
  return restored.ruleSet;
}

function keyOf({ sources, pipelines }: RuleFiles): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(ENGINE, { recursive: true, encoding: "utf8" }).sort()) if (/(?<!\.test|\.examples)\.ts$/.test(name)) hash.update(readFileSync(path.join(ENGINE, name)));
  // Lengths between the parts: no two lists of files are written alike.
  for (const list of [sources, pipelines]) {
    hash.update(`\n${process.version} ${list.length}\n`);
    for (const { path: name, text } of list) hash.update(`${name.length} ${text.length} ${name}${text}`);
  }
  return hash.digest("hex");
}

const CHECK_BYTES = 32;

function checkOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** What was kept, or null: nothing, or something damaged. */
async function readKept(file: string): Promise<SharedArrayBuffer | null> {
  const whole = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (["ENOENT", "EACCES", "ENOTDIR", "EISDIR"].includes(error.code ?? "")) return null;
    throw error;
  });
  if (whole === null || whole.length <= CHECK_BYTES) return null;
  const bytes = whole.subarray(CHECK_BYTES);
  return checkOf(bytes).equals(whole.subarray(0, CHECK_BYTES)) ? shared(bytes) : null;
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/** Under another name first: who reads at the same time finds all of it or nothing. */
async function keep(file: string, bytes: Uint8Array): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = path.join(folder, randomUUID());
  try {
    await writeFile(unfinished, Buffer.concat([checkOf(bytes), bytes]), { mode: 0o600 });
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
  const others = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX)).map((name) => path.join(folder, name));
  const ages = await Promise.all(others.map(async (other) => ({ other, usedMs: (await stat(other)).mtimeMs })));
  for (const { other } of ages.sort((a, b) => b.usedMs - a.usedMs).slice(KEPT)) await rm(other, { force: true });
}
