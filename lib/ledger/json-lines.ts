import type { ReadLines } from "#lib/platform/tenant-snapshot.ts";

/** The rows of a query of one column of JSON, as they come. */
export async function* linesOf<Row>(read: ReadLines, query: string): AsyncGenerator<Row> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of read(query)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as Row;
  }
}
