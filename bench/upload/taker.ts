// What bench/upload/run.ts measures: the product's upload process, with its runtime and verbs, as route handlers call them, but for
// their sessions. Told how by its environment; says that it listens to who forked it.
import { passing } from "#lib/platform/bytes.ts";
import { systemClock } from "#lib/platform/clock.ts";
import type { Context } from "#lib/platform/context.ts";
import { openRuntime } from "#lib/platform/open-runtime.ts";
import { answerRequests } from "#lib/platform/upload-process/answer-requests.ts";
import { appendUpload, beginUpload, receiveUpload } from "#lib/uploads/index.ts";
import { watchUsage } from "./usage.ts";

openRuntime();
const usage = watchUsage();
const person: Context = { ...(JSON.parse(process.env["BENCH_PERSON"] ?? "") as Pick<Context, "organizationId" | "actor" | "requestId">), clock: systemClock };
await answerRequests(process.env["BENCH_SOCKET"] ?? "", "http://taker", async (request) => Response.json(await take(request)));
process.send?.("listening");
process.once("disconnect", () => process.exit());

async function take(request: Request): Promise<unknown> {
  const { pathname, searchParams } = new URL(request.url);
  const number = (name: string): number => Number(searchParams.get(name));
  const body = () => passing(request.body as AsyncIterable<Uint8Array>);
  if (pathname === "/usage") return usage();
  if (pathname === "/whole") return receiveUpload(person, { body: body(), byteLength: number("bytes") });
  if (pathname === "/begin") return { id: (await beginUpload(person, { fileName: "file.bin", byteLength: number("bytes") })).id };
  const digest = searchParams.get("sha256");
  return appendUpload(person, { uploadId: searchParams.get("upload") ?? "", offset: number("offset"), body: body(), ...(digest === null ? {} : { checksum: { algorithm: "sha256", digest: Buffer.from(digest, "hex") } }) });
}
