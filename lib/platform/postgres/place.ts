import { z } from "zod";

/** The embedded server listens on this machine's own address alone. */
export const EMBEDDED_HOST = "127.0.0.1";

/** File of the embedded server's folder that says where it keeps its cluster and on which port it listens. */
export const PLACE_FILE = "server.json";

export const placeSchema = z.object({ cluster: z.string(), port: z.number().int() });
export type Place = z.output<typeof placeSchema>;

/** URL of a database of the embedded server, without a role. */
export function embeddedUrl(port: number, database: string): string {
  return `postgresql://nobody@${EMBEDDED_HOST}:${port}/${database}`;
}
