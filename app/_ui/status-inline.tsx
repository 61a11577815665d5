"use client";
import { statusFacts, type Status } from "#lib/status/client.ts";
import { Glyph } from "./glyph.tsx";

/** A status in a table or a sentence: sign and word, without a tint. */
export function StatusInline({ status, word }: { status: Status; word?: string }) {
  const facts = statusFacts(status);
  return (
    <span className="inline-flex items-center gap-1.75 align-middle">
      <Glyph name={facts.glyph} tone={facts.tone} />
      {word ?? facts.word}
    </span>
  );
}
