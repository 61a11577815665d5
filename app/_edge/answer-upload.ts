import { httpError } from "./http-error.ts";
import { newRequestId } from "./route-context.ts";

type Handler = (request: Request, about: { params: Promise<Record<string, string>> }) => Promise<Response>;
/** What a route's module exports, by the route's pattern: a word in brackets stands for one part of the address. */
export type UploadRoutes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What next.config.js puts on these answers where Next gives them. */
const HEADERS = { "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "content-security-policy": "frame-ancestors 'none'" };

/** Finds the route handler as Next does, and gives its answer: an unknown address is 404, a method that it has not 405. */
export async function answerUpload(request: Request, routes: UploadRoutes): Promise<Response> {
  const answer = await answerOf(request, routes);
  for (const [name, value] of Object.entries(HEADERS)) answer.headers.set(name, value);
  return answer;
}

async function answerOf(request: Request, routes: UploadRoutes): Promise<Response> {
  const found = routeOf(new URL(request.url).pathname, routes);
  if (found === undefined) return new Response(null, { status: 404 });
  const methods = Object.keys(found.route).filter((name) => /^[A-Z]+$/.test(name));
  const handler = methods.includes(request.method) ? (found.route[request.method] as Handler) : undefined;
  if (handler === undefined) return new Response(null, { status: request.method === "OPTIONS" ? 204 : 405, headers: { allow: methods.join(", ") } });
  try {
    return await handler(request, { params: Promise.resolve(found.params) });
  } catch (error) {
    return httpError(error, newRequestId());
  }
}

function routeOf(pathname: string, routes: UploadRoutes): { route: UploadRoutes[string]; params: Record<string, string> } | undefined {
  const parts = pathname.replace(/\/$/, "").split("/");
  for (const [pattern, route] of Object.entries(routes)) {
    const words = pattern.split("/");
    if (words.length !== parts.length) continue;
    const names = words.flatMap((word, at) => (word.startsWith("[") ? [[word.slice(1, -1), parts[at] ?? ""] as const] : []));
    if (words.every((word, at) => word.startsWith("[") ? parts[at] !== "" : word === parts[at])) return { route, params: Object.fromEntries(names) };
  }
  return undefined;
}
