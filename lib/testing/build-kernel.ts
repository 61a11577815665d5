import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const MATCHING = path.join(import.meta.dirname, "..", "detection", "matching");

/** One program in parts, each of which uses what those before it say. */
const PARTS = ["state", "reading", "keys", "literals", "texts", "lines", "syslog"];

/** Compiles the matching kernel and answers the text of kernel-bytes.ts. */
export async function kernelModule(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "kernel-"));
  try {
    // The compiler takes files that end in .ts alone; in the tree that would promise TypeScript.
    const parts = await Promise.all(PARTS.map((part) => readFile(path.join(MATCHING, "kernel", `${part}.as`), "utf8")));
    await writeFile(path.join(folder, "kernel.ts"), parts.join("\n"));
    const output = path.join(folder, "kernel.wasm");
    const compiler = path.resolve("node_modules", "assemblyscript", "bin", "asc.js");
    const options = ["--baseDir", folder, "--runtime", "stub", "--use", "abort=", "-O3", "--noAssert", "--converge", "--enable", "simd", "--enable", "relaxed-simd", "--initialMemory", "1"];
    const { status, stderr } = spawnSync(process.execPath, [compiler, "kernel.ts", ...options, "--outFile", "kernel.wasm"], { cwd: folder, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    const base64 = (await readFile(output)).toString("base64");
    return `/** Made from kernel/*.as by lib/testing/build-kernel.ts: not to be edited. */\nexport const KERNEL_BASE64 =\n  "${base64}";\n`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) await writeFile(path.join(MATCHING, "kernel-bytes.ts"), await kernelModule());
