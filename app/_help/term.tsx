import Link from "next/link";
import { Popover } from "#app/_ui/popover.tsx";
import { shippedGlossary } from "#lib/controls/index.ts";

/** A "?" beside a title: what the word means here, and the way to all words. */
export async function Term({ word, helpHref }: { word: string; helpHref: string }) {
  const entry = (await shippedGlossary()).find((one) => one.word === word);
  if (entry === undefined) throw new Error(`the glossary lacks ${word}`);
  return (
    <Popover mark trigger="" label={`What “${word}” means`} title={word.charAt(0).toUpperCase() + word.slice(1)}>
      <p>{entry.meaning}</p>
      <p className="mt-1"><Link prefetch={false} className="link" href={`${helpHref}#words`}>All words</Link></p>
    </Popover>
  );
}
