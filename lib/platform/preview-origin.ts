import { isLoopback } from "./web-address.ts";

/** Where none is named, this machine has a name that no other page of it goes by. */
export function previewOrigin(given: string | undefined, baseUrl: string): string | undefined {
  if (given !== undefined) return new URL(given).origin;
  const { protocol, hostname, port } = new URL(baseUrl);
  return isLoopback(hostname) ? `${protocol}//preview.localhost${port === "" ? "" : `:${port}`}` : undefined;
}

/** What is wrong with an origin for previews beside that of the application. */
export function previewProblems(previewUrl: string | undefined, baseUrl: string | undefined): string[] {
  if (previewUrl === undefined || baseUrl === undefined) return [];
  const [preview, base] = [new URL(previewUrl), new URL(baseUrl)];
  if (preview.hostname === base.hostname) return ["TICKMARK_PREVIEW_URL must have another host name than TICKMARK_BASE_URL: cookies know no ports."];
  if (!isLoopback(base.hostname) && preview.protocol !== "https:") return ["TICKMARK_PREVIEW_URL must begin with https:// unless TICKMARK_BASE_URL is this machine's own address."];
  return [];
}
