import type { Metadata } from "next";
import { Download } from "lucide-react";
import { Wordmark } from "#app/_shell/product-mark.tsx";
import { buttonClass } from "#app/_ui/button.tsx";
import { formatInstant } from "#app/_ui/format-time.ts";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { readReceipt, type ReceiptView } from "#lib/leaving/index.ts";

// The address is the secret: no search engine may keep it, and no page that is followed from here may learn it.
export const metadata: Metadata = { title: "Receipt of a deletion", robots: { index: false, follow: false }, referrer: "no-referrer" };

type PageProps = { params: Promise<{ id: string; token: string }> };

/** What was destroyed of an organization, for whoever has the address. */
export default async function ReceiptPage({ params }: PageProps) {
  const { id, token } = await params;
  const view = await readReceipt(id, token);
  return (
    <main className="mx-auto grid max-w-[640px] gap-6 px-4 py-12">
      <p><Wordmark /></p>
      {view === null ? <Said title="This address is not valid">It was copied incompletely, or never was one.</Said> : null}
      {view?.outcome === "not_yet" ? <Said title="Nothing is destroyed yet">The deletion is pending, under way, or was cancelled. Once everything is destroyed, the receipt is here.</Said> : null}
      {view?.outcome === "destroyed" ? <Destroyed view={view} path={`/receipt/${id}/${token}`} /> : null}
    </main>
  );
}

function Said({ title, children }: { title: string; children: string }) {
  return (
    <section className="grid gap-3">
      <h1 className="flex items-center gap-2"><Glyph name="never" tone="inert" />{title}</h1>
      <p className="text-base text-muted">{children}</p>
    </section>
  );
}

const utc = (instant: string): string => `${formatInstant(new Date(instant), "UTC", "minute")} UTC`;

function Destroyed({ view: { receipt, fingerprint }, path }: { view: Extract<ReceiptView, { outcome: "destroyed" }>; path: string }) {
  const rows = Object.values(receipt.rows).reduce((sum, count) => sum + count, 0);
  return (
    <section className="grid gap-5">
      <div>
        <p className="mono text-muted">{receipt.id}</p>
        <h1>{receipt.organization.name} was deleted</h1>
      </div>
      <p className="text-base">Tickmark destroyed everything that this organization had: first the key that its files were encrypted under, then every row and file.</p>
      <KeyValue
        wide
        items={[
          { key: "Asked for", value: `${utc(receipt.requested.at)}, by ${receipt.requested.by}` },
          { key: "Key destroyed", value: utc(receipt.key_destroyed_at) },
          { key: "All destroyed", value: utc(receipt.destroyed_at) },
          { key: "Rows", value: `${rows.toLocaleString("en-GB")} of ${Object.keys(receipt.rows).length} tables` },
          { key: "Files", value: `${receipt.files.count.toLocaleString("en-GB")}, ${sizeText(receipt.files.bytes)}` },
          { key: "Accounts closed", value: `${receipt.accounts_closed}, of people who belonged to no other organization` },
          { key: "Signed by", value: <Hash value={fingerprint} label="Fingerprint of the installation’s key" /> },
        ]}
      />
      <p className="flex flex-wrap gap-2">
        <a className={buttonClass({ kind: "primary" })} href={`${path}/receipt.pdf`} download><Download aria-hidden="true" className="size-4" strokeWidth={1.5} />Receipt as PDF</a>
        <a className={buttonClass()} href={`${path}/receipt.json`} download>Signed receipt, JSON</a>
      </p>
      <p className="text-muted">{receipt.backups}</p>
      <p className="text-muted">Anybody checks the signed receipt with <code>tickmark verify receipt.json</code>.</p>
    </section>
  );
}
