import { spawn } from "node:child_process";
import { z } from "zod";
import { AppError } from "../errors.ts";
import { parseJson } from "../parse-json.ts";
import type { KeyStore } from "./key-store.ts";

/** A hardware module on the network takes a second; what takes longer is not there. */
const TIMEOUT_MS = 10_000;
const MOST_BYTES = 64 * 1024;

const created = z.object({ public_key: z.base64().max(4_096) });
const signed = z.object({ signature: z.base64().max(4_096) });

/**
 * Keys that a program of the operator's holds: in a hardware module, a cloud's key service, another machine. It is started
 * once for each question, which it reads as one line of JSON, and answers with one line (docs/KEY_STORE.md).
 */
export function outsideKeys(command: string, timeoutMs = TIMEOUT_MS): KeyStore {
  return {
    async create(label, algorithm) {
      const { public_key: publicKey } = await ask(command, timeoutMs, { operation: "create", key: label, algorithm }, created);
      return { publicKey: Buffer.from(publicKey, "base64"), wrappedSecret: null };
    },
    async sign({ label, algorithm, publicKey }, bytes) {
      const question = { operation: "sign", key: label, algorithm, public_key: Buffer.from(publicKey).toString("base64"), message: Buffer.from(bytes).toString("base64") };
      return Buffer.from((await ask(command, timeoutMs, question, signed)).signature, "base64");
    },
  };
}

async function ask<Shape extends z.ZodType>(command: string, timeoutMs: number, question: object, shape: Shape): Promise<z.output<Shape>> {
  const answer = shape.safeParse(parseJson(await run(command, timeoutMs, `${JSON.stringify(question)}\n`)));
  if (!answer.success) throw failed("answered something that is no answer");
  return answer.data;
}

function run(command: string, timeoutMs: number, question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [], { stdio: ["pipe", "pipe", "ignore"] });
    const late = setTimeout(() => {
      reject(failed(`did not answer within ${timeoutMs / 1000} seconds`));
      child.kill("SIGKILL");
    }, timeoutMs);
    let answer = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      answer += part;
      if (answer.length > MOST_BYTES) child.kill("SIGKILL");
    });
    child.on("error", (error) => {
      clearTimeout(late);
      reject(failed("cannot be started", error));
    });
    child.on("close", (code) => {
      clearTimeout(late);
      if (code === 0) resolve(answer);
      else reject(failed(code === null ? "was ended" : `refused (${code})`));
    });
    // One that ends without reading says so by its code.
    child.stdin.on("error", () => child.stdin.destroy());
    child.stdin.end(question);
  });
}

function failed(how: string, cause?: Error): AppError {
  return new AppError("internal", "key_store_failed", `The outside key store ${how}.`, [], { cause });
}
