// The other half of an upload: an HTTP server that hands requests on to the taker as a web process does, without Next and its pages.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { handOnRequests } from "#lib/platform/upload-process/hand-on-requests.ts";
import { watchUsage } from "./usage.ts";

const usage = watchUsage();
handOnRequests(process.env["BENCH_SOCKET"] ?? "", (_method, pathname) => pathname !== "/door");
const server = createServer((_request, response) => response.end(JSON.stringify(usage())));
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
