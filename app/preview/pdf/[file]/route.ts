import { readFile } from "node:fs/promises";
import path from "node:path";

/** What the document that shows a PDF loads: pdf.js, its parser, and the few lines that put them to work. */
const FILES: Readonly<Record<string, string>> = {
  "pdf.mjs": "node_modules/pdfjs-dist/build/pdf.min.mjs",
  "worker.mjs": "node_modules/pdfjs-dist/build/pdf.worker.min.mjs",
  "viewer.mjs": "app/_preview/pdf-viewer.mjs",
};

/** A script of the PDF preview. It holds nothing of anybody; a document without an origin may load it. */
export async function GET(_request: Request, { params }: { params: Promise<{ file: string }> }): Promise<Response> {
  const { file } = await params;
  const place = Object.hasOwn(FILES, file) ? FILES[file] : undefined;
  if (place === undefined) return new Response(null, { status: 404 });
  const bytes = await readFile(path.join(/* turbopackIgnore: true */ process.cwd(), place));
  return new Response(new Uint8Array(bytes), { headers: { "content-type": "text/javascript; charset=utf-8", "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin", "cache-control": "public, max-age=3600", "x-content-type-options": "nosniff" } });
}
