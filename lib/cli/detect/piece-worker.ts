import { parentPort } from "node:worker_threads";
import type { RuleSet } from "#lib/detection/index.ts";
import { rulesOfShared } from "./compiled-rules.ts";
import { PieceReader, type PieceTask } from "./piece-reader.ts";
import type { PieceOrder } from "./pieces.ts";

const port = parentPort!;
let ruleSet: RuleSet;

/** Reads as many pieces of a file as it can get hold of. */
async function read(task: PieceTask): Promise<void> {
  const reader = new PieceReader(ruleSet, task);
  try {
    for (let result = await reader.next(); result !== null; result = await reader.next()) port.postMessage(result, result.written?.rows.map(({ buffer }) => buffer) ?? []);
  } finally {
    reader.close();
  }
}

// What it throws ends the thread, and is told to whoever started it.
port.on("message", (order: PieceOrder) => {
  if ("image" in order) ruleSet = rulesOfShared(order.image);
  else void read(order.task);
});
