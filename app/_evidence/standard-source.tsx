import { StandardText } from "#app/_standard/standard-text.tsx";
import { readStandardRecord } from "#lib/standards/index.ts";

/** What a configuration standard says in the version that an evidence is of, read from its record. */
export function StandardSource({ record }: { record: string }) {
  return <StandardText standard={readStandardRecord(record)} />;
}
