import { shownType } from "#lib/inspection/client.ts";

export const PREVIEW_KINDS = ["pdf", "image", "text", "json", "csv", "xlsx"] as const;
export type PreviewKind = (typeof PREVIEW_KINDS)[number];

const IMAGES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]);

/** How a file is shown, by its content; null where it is not. A drawing or page is shown as the text that it is. */
export function previewKind(mediaType: string, fileName: string): PreviewKind | null {
  const type = shownType(mediaType, fileName);
  if (type === "application/pdf") return "pdf";
  if (IMAGES.has(type)) return "image";
  if (type === "application/json") return "json";
  if (type === "text/csv" || type === "text/tab-separated-values") return "csv";
  if (type.endsWith("spreadsheetml.sheet")) return "xlsx";
  return type.startsWith("text/") || type === "application/xml" || type === "image/svg+xml" ? "text" : null;
}
