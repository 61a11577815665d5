// A process that requests are handed on to, for upload-process.test.ts: `node answering.fixture.ts SOCKET`. It tells who started it
// what came of each body, and answers by the address.
import { createHash } from "node:crypto";
import { answerRequests } from "./answer-requests.ts";

await answerRequests(process.argv[2] ?? "", "http://tickmark.test", async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/files/refused") return Response.json({ reason: "refused" }, { status: 403 });
  if (pathname === "/files/echo") return new Response(request.body, { status: 201, headers: { "x-kept": "yes" } });
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const piece of request.body ?? []) {
      hash.update(piece);
      bytes += piece.length;
      if (pathname === "/files/deadly") process.exit(1);
    }
    const told = { method: request.method, bytes, sha256: hash.digest("hex"), headers: Object.fromEntries(request.headers) };
    return Response.json(told, { headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
  } catch (error) {
    process.send?.({ pathname, bytes, broken: String(error) });
    throw error;
  }
});
process.send?.("ready");
