import { runtime } from "#lib/platform/runtime.ts";
import { version } from "#lib/platform/version.ts";
import { apiDescription } from "../description.ts";

/** The API's description, for people and their generators. It says nothing of any organization. */
export function GET(): Response {
  return Response.json(apiDescription(runtime().baseUrl, version()), { headers: { "cache-control": "no-cache", "access-control-allow-origin": "*" } });
}
