import { Wordmark } from "./_shell/product-mark.tsx";
import { LinkButton } from "./_ui/button.tsx";
import { Glyph } from "./_ui/glyph.tsx";

export const metadata = { title: "Not found" };

/** An address that leads nowhere, or to what this person may not know of: the two look the same. */
export default function NotFound() {
  return (
    <main className="mx-auto grid max-w-[60ch] gap-4 px-4 py-16">
      <p className="pb-8"><Wordmark /></p>
      <h1 className="flex items-center gap-2"><Glyph name="never" tone="inert" />Nothing at this address</h1>
      <p className="text-base text-muted">It may have been moved, or it belongs to an organization or engagement that you are not part of. Nothing was changed.</p>
      <p><LinkButton href="/">Go to the start</LinkButton></p>
    </main>
  );
}
