import type { Metadata } from "next";
import { Download } from "lucide-react";
import { requestId } from "#app/_edge/session.ts";
import { DemoBadge, Wordmark } from "#app/_shell/product-mark.tsx";
import { Button } from "#app/_ui/button.tsx";
import { formatDays, formatInstant } from "#app/_ui/format-time.ts";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { readDelivery, type DeliveryView } from "#lib/packets/index.ts";

// The address is the secret: no search engine may keep it, and no page that is followed from here may learn it.
export const metadata: Metadata = { title: "Evidence packet", robots: { index: false, follow: false }, referrer: "no-referrer" };

/** What a personal link leads to. Looking counts nothing, because mail scanners follow links; the button does. */
export default async function DeliveryPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const delivery = await readDelivery(token, requestId());
  return (
    <main className="mx-auto grid max-w-[640px] gap-6 px-4 py-12">
      <p className="flex items-center gap-3"><Wordmark />{delivery?.demo === true ? <DemoBadge /> : null}</p>
      {delivery === null ? <NotValid /> : <Delivered delivery={delivery} token={token} />}
    </main>
  );
}

/** The same for a link that has expired and for one that never was. */
function NotValid() {
  return (
    <section className="grid gap-3">
      <h1 className="flex items-center gap-2"><Glyph name="never" tone="inert" />This link is not valid</h1>
      <p className="text-base text-muted">It has expired, or it was copied incompletely. Whoever sent it can send a new one.</p>
    </section>
  );
}

function Delivered({ delivery, token }: { delivery: DeliveryView; token: string }) {
  return (
    <section className="grid gap-5">
      <div>
        <p className="mono text-muted">{delivery.packetName}</p>
        <h1>{delivery.controlCode} {delivery.controlTitle} <span className="font-normal text-muted">{formatDays(delivery.firstDay, delivery.lastDay)}</span></h1>
      </div>
      <p className="text-base">{delivery.organizationName} has sent you, {delivery.recipientName}, the report of an evidence packet. {delivery.completeness}</p>
      <KeyValue
        wide
        items={[
          { key: "Evidence requests", value: delivery.statusCounts },
          { key: "Omissions", value: delivery.omissions === 0 ? "none" : `${delivery.omissions}, named in the report` },
          { key: "Days", value: `in ${delivery.timeZone}, first and last included` },
          { key: "Sealed", value: `${formatInstant(delivery.sealedAt, "UTC", "minute")} UTC` },
          { key: "Stands for the packet", value: <Hash value={delivery.tagManifestSha256} label="SHA-256 of tagmanifest-sha256.txt" /> },
        ]}
      />
      <form method="post" action={`/d/${token}/report`}>
        <Button kind="primary" size="lg" type="submit" icon={<Download aria-hidden="true" className="size-4" strokeWidth={1.5} />}>Download report, {sizeText(delivery.reportBytes)}</Button>
      </form>
      <p className="text-muted">The link is yours alone. It expires on {formatInstant(delivery.expiresAt, "UTC", "minute")} UTC, and each download is recorded. Statuses are management’s view; the opinion is the auditor’s.</p>
    </section>
  );
}
