import type { ReactNode } from "react";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { SealedPart } from "#lib/packets/index.ts";
import type { Status } from "#lib/status/client.ts";

type Layer = { name: string; asks: string; status: Status; word: string; found: ReactNode; tool: string };

/** What is known of a sealed packet, question by question. A layer that the packet does not have is said to be absent. */
export function VerificationLayers({ sealed }: { sealed: SealedPart }) {
  const layers = layersOf(sealed);
  const held = layers.filter((layer) => layer.status === "pass").length;
  return (
    <Section title="Verification" count={<>checked <Timestamp at={sealed.manifest.verification.checkedAt} zone="UTC" /> UTC, {held} of {layers.length} layers hold</>} aside="the auditor’s own tool" flush={false}>
      <ul>
        {layers.map((layer) => (
          <li key={layer.name} className="grid gap-x-4 gap-y-1 border-b border-line-soft py-3 sm:grid-cols-[120px_minmax(0,1fr)_auto]">
            <div>
              <h3 className="font-semibold">{layer.name}</h3>
              <p className="mt-1"><StatusInline status={layer.status} word={layer.word} /></p>
            </div>
            <div className="min-w-0">
              <p className="text-muted">{layer.asks}</p>
              <p className="mt-1 wrap-anywhere">{layer.found}</p>
            </div>
            <p className="mono text-xs text-muted">{layer.tool}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function layersOf({ manifest, omissions }: SealedPart): Layer[] {
  const answered = manifest.requests.filter((one) => one.files > 0).length;
  const absent = { status: "never_collected" as const, word: "Absent" };
  return [
    {
      name: "Hash", asks: "Has a byte changed, is a file missing or added?", status: "pass", word: "Intact", tool: "sha256sum -c",
      found: `${numberText(manifest.verification.files)} files match, none is unlisted. Checked by ${manifest.verification.software} on the stored bytes.`,
    },
    { name: "Signature", asks: "Who issued it?", ...absent, found: "The packet carries no signature. Compare its hash with one that came by another way.", tool: "openssl cms" },
    { name: "Timestamp", asks: "When, at the latest?", ...absent, found: "No time authority has stamped it. Its times are those of this installation’s clock.", tool: "openssl ts" },
    { name: "Inclusion proof", asks: "Was it recorded before, and nothing rewritten since?", ...absent, found: "The packet names the ledger’s root when it was made, and carries no proofs. The proof of each evidence is on its own page.", tool: "tlog-proof" },
    {
      name: "Completeness", asks: "Does every request resolve?", tool: "tickmark verify",
      ...(omissions.length === 0 && manifest.requests.length > 0 ? { status: "pass" as const, word: "Resolves" } : { status: "partial" as const, word: `Partial, ${omissions.length} ${omissions.length === 1 ? "omission" : "omissions"}` }),
      found: `${answered} of ${manifest.requests.length} requests resolve to files. ${manifest.completeness}`,
    },
  ];
}
