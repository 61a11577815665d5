import { Section } from "#app/_ui/section.tsx";
import type { PreviewOffer } from "#lib/preview/index.ts";

/** A file as it looks, in a frame of another origin; or why it is not shown. */
export function FilePreview({ offer, fileName }: { offer: PreviewOffer | null; fileName: string | null }) {
  if (offer === null || fileName === null) return null;
  return (
    <Section title="Preview" flush={false}>
      {"reason" in offer ? <p className="pt-2 text-muted">{offer.reason}</p> : <iframe src={offer.href} title={`Preview of ${fileName}`} loading="lazy" referrerPolicy="no-referrer" sandbox="allow-scripts" className="mt-3 h-[480px] w-full rounded-md border border-line-soft" />}
    </Section>
  );
}
