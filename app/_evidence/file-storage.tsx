import type { ReactNode } from "react";
import { Glyph } from "#app/_ui/glyph.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { EvidencePage } from "#lib/evidence/index.ts";
import { DAMAGE_WORDS } from "#lib/stored-files/client.ts";
import { statusFacts } from "#lib/status/client.ts";
import { DamageNotice } from "./damage-notice.tsx";

type Props = { page: EvidencePage; zone: string };

/** Above everything else: that the file of an evidence is not what was stored. What was judged of it stands. */
export function DamageBanner({ page: { storage, disposal }, zone }: Props) {
  if (disposal !== null || storage === null || storage.found === "whole") return null;
  return <div className="mt-4"><DamageNotice damage={storage.found}>Known since <Timestamp at={storage.since} zone={zone} />.</DamageNotice></div>;
}

/** When a file was last read where it is stored, and how it was found; with what whoever looks may do about it. */
export function FileStorage({ page: { storage, blobSha256, disposal }, zone, act }: Props & { act: ReactNode }) {
  if (blobSha256 === null || disposal !== null) return null;
  return (
    <div className="grid gap-2">
      <p>{storage === null ? <NotRead /> : <Read storage={storage} zone={zone} />}</p>
      {act}
    </div>
  );
}

function NotRead() {
  return <><Sign glyph="unknown" tone="inert" /> Not read again since it was stored. <span className="text-muted">Every file is looked for each day, and read to its end within thirty.</span></>;
}

function Read({ storage, zone }: { storage: NonNullable<EvidencePage["storage"]>; zone: string }) {
  const { found, checkedAt } = storage;
  if (found === "whole") return <><Sign glyph="tick" tone="positive" /> Stored as it was sent. <span className="text-muted">Read to its end <Timestamp at={checkedAt} zone={zone} />.</span></>;
  const { status, word } = DAMAGE_WORDS[found];
  const { glyph, tone } = statusFacts(status);
  return <><Sign glyph={glyph} tone={tone} /> <strong className="font-semibold">{word}.</strong> <span className="text-muted">Looked at last <Timestamp at={checkedAt} zone={zone} />.</span></>;
}

function Sign({ glyph, tone }: Pick<Parameters<typeof Glyph>[0], "tone"> & { glyph: Parameters<typeof Glyph>[0]["name"] }) {
  return <span className="mr-1 inline-flex align-middle"><Glyph name={glyph} tone={tone} /></span>;
}
