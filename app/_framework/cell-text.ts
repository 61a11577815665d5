import { statusFacts, type Status } from "#lib/status/client.ts";

/** A cell in words: `2 satisfy, 1 contributes: stale`. */
export function cellText({ satisfies, contributes, status }: { satisfies: number; contributes: number; status: Status }): string {
  const parts = [
    ...(satisfies === 0 ? [] : [`${satisfies} ${satisfies === 1 ? "satisfies" : "satisfy"}`]),
    ...(contributes === 0 ? [] : [`${contributes} ${contributes === 1 ? "contributes" : "contribute"}`]),
  ];
  return `${parts.join(", ")}: ${statusFacts(status).word.toLowerCase()}`;
}
