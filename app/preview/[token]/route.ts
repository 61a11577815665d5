import { answerPreview, readPreviewTicket, refusePreview } from "#lib/preview/index.ts";

/** A file as a person looks at it, or its bytes for the document that draws a PDF (`?bytes`). Whoever holds the signed address may, for minutes. */
export async function GET(request: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;
  const ticket = readPreviewTicket(token);
  if (ticket === null) return refusePreview("This address has run out. Load the page again.", 404);
  return answerPreview(request, ticket);
}
