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
  return [
    {
      name: "Hash", asks: "Has a byte changed, is a file missing or added?", status: "pass", word: "Intact", tool: "sha256sum -c",
      found: `${numberText(manifest.verification.files)} files match, none is unlisted. Checked by ${manifest.verification.software} on the stored bytes.`,
    },
    { name: "Signature", asks: "Who issued it?", ...signatureOf(manifest.verification), tool: "pdfsig" },
    { name: "Timestamp", asks: "When, at the latest?", ...stampOf(manifest.verification), tool: "openssl ts" },
    { name: "Inclusion proof", asks: "Was it recorded before, and nothing rewritten since?", ...proofsOf(manifest.verification), tool: "tickmark verify" },
    {
      name: "Completeness", asks: "Does every request resolve?", tool: "tickmark verify",
      ...(omissions.length === 0 && manifest.requests.length > 0 ? { status: "pass" as const, word: "Resolves" } : { status: "partial" as const, word: `Partial, ${omissions.length} ${omissions.length === 1 ? "omission" : "omissions"}` }),
      found: `${answered} of ${manifest.requests.length} requests resolve to files. ${manifest.completeness}`,
    },
  ];
}

type Verification = SealedPart["manifest"]["verification"];
type Found = Pick<Layer, "status" | "word" | "found">;

const absent = (found: string): Found => ({ status: "never_collected", word: "Absent", found });
/** Of packets that were sealed before what they carry of it was kept beside them. */
const NOT_KEPT: Found = { status: "not_yet_known", word: "Not kept", found: "What this packet carries of it was not kept when it was sealed. The tool tells it from the packet." };

function signatureOf({ signer }: Verification): Found {
  if (signer === undefined) return NOT_KEPT;
  if (signer === null) return absent("The report carries no signature. Compare the packet’s hash with one that came by another way.");
  return { status: "pass", word: "Signed", found: <>The report, whose cover names the digest of all other files, is signed by {signer.subject}. SHA-256 of its certificate: <span className="mono">{signer.fingerprint}</span></> };
}

function stampOf({ ledger }: Verification): Found {
  if (ledger === undefined) return NOT_KEPT;
  if (ledger?.stamped == null) return absent("No time authority has stamped what it carries. Its times are those of this installation’s clock.");
  return { status: "pass", word: "Stamped", found: <>The ledger’s checkpoint in it was stamped <Timestamp at={ledger.stamped.at} zone="UTC" /> UTC by {ledger.stamped.by}.</> };
}

function proofsOf({ ledger }: Verification): Found {
  if (ledger === undefined) return NOT_KEPT;
  if (ledger === null) return absent("The packet carries no proofs. The proof of each evidence is on its own page.");
  if (ledger.entries === null) return absent("The ledger had signed nothing yet when the packet was made, so no file of it is proven by it.");
  const counts = `${numberText(ledger.proven)} of ${numberText(ledger.items)} evidence files are proven by the ledger’s checkpoint at ${numberText(ledger.entries)} entries.`;
  return ledger.proven === ledger.items && ledger.items > 0 ? { status: "pass", word: "Proven", found: counts } : { status: "partial", word: "Partial", found: `${counts} data/ledger/proofs.json says of each other file why not.` };
}
