import Link from "next/link";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { REFUSAL_WORDS, type RefusalReason } from "#lib/connections/client.ts";
import type { ConnectionView, ReceivedView } from "#lib/connections/index.ts";
import { replaceCredentialAction } from "./actions.ts";
import { AddressForm } from "./address-form.tsx";

type Props = { org: string; connection: ConnectionView; received: ReceivedView; zone: string; address: string | null; may: boolean; acts: boolean };

/** What comes to a connection by itself: where to, what came, and what was refused on the day that is open. */
export function ReceivedMail({ org, connection, received, zone, address, may, acts }: Props) {
  const run = received.runningId ?? received.lastCollectionId;
  return (
    <>
      <Section title="Address" flush={false}>
        <p className="max-w-[72ch] pt-2">Who knows it may send to it. Only what its sender is proven for, and only of senders on the list, counts.</p>
        {address === null ? <p className="max-w-[72ch] pt-2 text-muted">{noAddress(connection, may)}</p> : <p className="flex flex-wrap items-center gap-2 pt-2"><code className="break-all">{address}</code><CopyButton value={address} label="Copy the address" /></p>}
        {acts ? <AddressForm action={replaceCredentialAction.bind(null, org)} connectionId={connection.id} strategy={connection.strategy} /> : null}
      </Section>
      <Section title="What came" flush={false} aside={<StatusInline status={received.status} word={received.word} />}>
        <KeyValue wide items={[
          { key: "Today (UTC)", value: received.today === null ? "nothing yet" : `${numberText(received.today.items)} ${received.today.items === 1 ? "message" : "messages"}` },
          ...(received.today?.refused ?? []).map(({ reason, count, code, lastAt, lastFrom, lastIp }) => ({
            key: `Refused, ${code}`,
            value: <span className="grid gap-0.5"><span>{numberText(count)} {REFUSAL_WORDS[reason as RefusalReason]}</span><span className="break-all text-muted">last <Timestamp at={lastAt} zone={zone} show="minute" /> from {lastFrom === "" ? "nobody" : lastFrom} at {lastIp}</span></span>,
          })),
        ]} />
        <p className="max-w-[72ch] pt-3 text-muted">That something did not come proves nothing: mail that was not sent, or was lost on the way, is seen by nobody here.</p>
        <p className="flex flex-wrap gap-4 pt-3">
          <Link prefetch={false} className="link" href={hrefWith(`/${org}/inventory`, {}, { kind: "message", connection: connection.id })}>All messages</Link>
          {run === null ? null : <Link prefetch={false} className="link" href={hrefWith(`/${org}/connections/runs`, {}, { run })}>{received.runningId === null ? "The record of the last day" : "The record of today"}</Link>}
        </p>
      </Section>
    </>
  );
}

function noAddress({ state }: ConnectionView, may: boolean): string {
  if (state === "removed") return "The connection was removed: what is sent to its address is refused.";
  return may ? "This installation takes no mail any more: its operator has to set TICKMARK_MAIL_PORT again." : "Security analysts and administrators see it.";
}
