import { handleApi } from "#app/_edge/api-route.ts";
import { notFound } from "#lib/platform/errors.ts";

/** What the API does not know: refused in its one shape, and not by a page. */
function unknown(): Promise<never> {
  return Promise.reject(notFound("route"));
}

export function GET(request: Request): Promise<Response> {
  return handleApi(request, unknown);
}

export function POST(request: Request): Promise<Response> {
  return handleApi(request, unknown);
}

export function PUT(request: Request): Promise<Response> {
  return handleApi(request, unknown);
}

export function PATCH(request: Request): Promise<Response> {
  return handleApi(request, unknown);
}

export function DELETE(request: Request): Promise<Response> {
  return handleApi(request, unknown);
}
