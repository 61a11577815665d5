#!/usr/bin/env node
// Runs Tickmark's command line on the Node that its dependencies pin, whichever Node was asked to run this file.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants, homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const main = path.join(here, "..", "lib", "cli", "main.ts");

function pinnedNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve("node/package.json");
    const binary = path.join(path.dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(binary) ? binary : undefined;
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

const node = pinnedNode();
if (node === undefined) {
  process.stderr.write("Tickmark's own Node is missing: run npm install in its folder.\n");
  process.exit(1);
}

// Set by npm for its scripts, where it tells the caller's folder; here the working directory does, and an outer
// script's value would be wrong.
const { INIT_CWD: _outer, ...env } = process.env;
// What is found in one stretch of lines is dropped after it: collected early, it takes half the memory, and no more for a
// file ten times as large.
const memory = process.argv[2] === "detect" ? ["--max-semi-space-size=4", "--heap-growing-percent=20"] : [];
// Loading its code takes most of a short run, and each thread loads it: it is kept compiled beside the compiled rules, in the
// user's own folder.
if (process.argv[2] === "detect") env.NODE_COMPILE_CACHE ??= path.join(homedir(), ".cache", "tickmark", "code");
const child = spawn(node, [...memory, main, ...process.argv.slice(2)], { stdio: "inherit", env });
// A terminal sends Ctrl-C to the child as well; anything else reaches this process alone and is passed on.
process.on("SIGINT", () => {
  if (!process.stdin.isTTY) child.kill("SIGINT");
});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  process.stderr.write(`Tickmark's Node could not be started: ${error.message}\n`);
  process.exit(1);
});
child.on("exit", (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});
