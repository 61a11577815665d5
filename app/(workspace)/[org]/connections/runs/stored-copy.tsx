import Link from "next/link";
import { DamageNotice } from "#app/_evidence/damage-notice.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import type { readStoredCopy, remakeRows } from "#lib/connections/index.ts";
import { DAMAGE_WORDS } from "#lib/stored-files/client.ts";

type Props = { copy: Awaited<ReturnType<typeof readStoredCopy>>; remade: Awaited<ReturnType<typeof remakeRows>>; zone: string; path: string };

/** One page of a run: each request with its answer's hash as it came, and the redacted copy that is kept. */
export function StoredCopy({ copy: { page, collection, text, cut, damage }, remade, zone, path }: Props) {
  const neighbour = (sequence: number, label: string) => <Link prefetch={false} className="link" href={hrefWith(path, {}, { run: collection.id, page: String(sequence) })}>{label}</Link>;
  return (
    <>
      <PageTitle code={`COL-${collection.number}`} title={`Page ${page.sequence + 1} of ${collection.title}`} note="As it is stored: what is secret was taken out before" />
      <nav aria-label="Pages of the run" className="flex gap-4 pt-2">{page.sequence > 0 ? neighbour(page.sequence - 1, "Page before") : null}{page.sequence + 1 < collection.pages ? neighbour(page.sequence + 1, "Next page") : null}</nav>
      <Section title="Requests" count={page.exchanges.length} flush={false}>
        <ol className="grid gap-3 pt-2">
          {page.exchanges.map((exchange, index) => (
            <li key={index} className="grid gap-1">
              <code className="break-all">{exchange.method} {exchange.address}</code>
              <span className="flex flex-wrap gap-x-3 text-muted">
                <Timestamp at={exchange.sentAt} zone={zone} show="second" />
                <span>{exchange.status === null ? `no answer: ${exchange.failed ?? "not known"}` : `answered ${exchange.status}`} after {numberText(exchange.milliseconds)} ms</span>
                {exchange.attempt === 1 ? null : <span>attempt {exchange.attempt}, after waiting {numberText(exchange.waitedMs)} ms</span>}
                <span>{sizeText(exchange.bytes)}</span>
                {exchange.sha256 === null ? null : <span>as received <Hash value={exchange.sha256} label={`SHA-256 of answer ${index + 1} as received`} /></span>}
              </span>
            </li>
          ))}
        </ol>
      </Section>
      <Section title="Stored copy" flush={false}>
        <KeyValue items={[
          { key: "SHA-256", value: <Hash value={page.copySha256} copy /> }, { key: "Size", value: sizeText(page.copyBytes) }, { key: "Records", value: numberText(page.rows) },
          { key: "SHA-256 of the records", value: <Hash value={page.rowsSha256} label="SHA-256 of the records" /> },
          { key: "Records made again from this copy", value: damage === null ? remadeWord(remade) : <StatusInline status="could_not_run" word={`Could not be: ${DAMAGE_WORDS[damage].word.toLowerCase()}`} /> },
          { key: "Could not be read", value: page.unreadable.length === 0 ? "nothing" : page.unreadable.slice(0, 20).map(({ at, says }) => `${at}: ${says}`).join("; ") },
        ]} />
        {cut ? <p className="pt-2 text-muted">The first {sizeText(text.length)} of it.</p> : null}
        {damage === null
          ? <pre tabIndex={0} role="region" aria-label="Stored copy" className="mono mt-3 max-h-[70vh] overflow-auto border border-line p-3 text-xs">{text}</pre>
          : <div className="mt-3 max-w-[760px]"><DamageNotice damage={damage}>What the run recorded of it stands above.</DamageNotice></div>}
      </Section>
    </>
  );
}

/** Rows made again now: the same, or why not. */
function remadeWord(remade: Props["remade"]) {
  if (remade === null) return <StatusInline status="could_not_run" word="This version has no such collector" />;
  if (remade.same) return <StatusInline status="pass" word="The same" />;
  return <StatusInline status={remade.sameVersion ? "fail" : "not_yet_known"} word={remade.sameVersion ? "Others" : "Others, by another version of the connector"} />;
}
