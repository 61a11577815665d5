import { Banner } from "#app/_ui/banner.tsx";
import { refusalSentence } from "#lib/providers/client.ts";

/** Why a company's sign-in did not let somebody in: said for the words that we put into addresses, and for no other text. */
export function RefusedNotice({ word }: { word: unknown }) {
  const sentence = refusalSentence(word);
  return sentence === null ? null : <div className="mt-4"><Banner tone="critical" title="Not signed in." alert>{sentence}</Banner></div>;
}

/** Whether the notice has something to say. */
export function tellsRefusal(word: unknown): boolean {
  return refusalSentence(word) !== null;
}
