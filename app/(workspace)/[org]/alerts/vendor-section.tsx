import Link from "next/link";
import { Glyph } from "#app/_ui/glyph.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { alertName, OUTCOME_WORDS, VENDOR_STATE_WORDS } from "#lib/alerts/client.ts";
import type { VendorOrigin } from "#lib/alerts/index.ts";
import type { Place } from "./alert-list.tsx";

type Props = { place: Place; vendor: VendorOrigin };

/** Where a vendor's alert comes from, how it stands there by now, and the other times that it fired. */
export function VendorSection({ place, vendor }: Props) {
  const { org, zone } = place;
  const { connection, firing, run, missing, url, witnesses } = vendor;
  const object = hrefWith(`/${org}/inventory`, {}, { object: vendor.objectId });
  return (
    <>
      <Section title="At the vendor" aside={<Link className="link" href={object}>The record and its versions</Link>} flush={false}>
        <KeyValue items={[
          { key: "Stands", value: <Standing vendor={vendor} zone={zone} /> },
          ...(missing === null || firing.state === "gone" ? [] : [{ key: "Since then", value: <>not known: it is missing from <Link className="link" href={hrefWith(`/${org}/connections/runs`, {}, { run: missing.id })}>COL-{missing.number}</Link>, which listed everything that the vendor then had</> }]),
          { key: "Fired", value: <Timestamp at={firing.firedAt} zone={zone} show="second" /> },
          { key: "Ended", value: ended(vendor, zone) },
          { key: "Vendor’s severity", value: firing.severityWord ?? "not said; nobody knows that it is little" },
          { key: "Connection", value: <><Link className="link" href={hrefWith(`/${org}/connections`, {}, { connection: connection.id })}>{connection.name}</Link>{connection.state === "removed" ? <span className="text-muted"> removed: nothing more is heard of it</span> : null}</> },
          ...(witnesses.length === 0 ? [] : [{ key: "Told of as well by", value: <ul>{witnesses.map((one) => <WitnessText key={one.objectId} org={org} zone={zone} witness={one} />)}</ul> }]),
          { key: "Vendor’s rule", value: vendor.rule === "" ? "not said" : <span className="break-all">{vendor.rule}</span> },
          { key: "Vendor’s id", value: <code className="break-all">{vendor.externalId}</code> },
          ...(url === "" ? [] : [{ key: "Address", value: <a className="link break-all" href={url} rel="noreferrer noopener">{url}</a> }]),
          { key: "Collected", value: <><Link className="link" href={hrefWith(`/${org}/connections/runs`, {}, { run: run.id })}>COL-{run.number}, {run.title}</Link> <span className="text-muted">{run.completeness}; seen last </span><Timestamp at={vendor.seenAt} zone={zone} show="minute" /></> },
        ]} />
        <p className="pt-2 text-muted">What the vendor says closes nothing here, unless nobody took the alert and the organization’s settings say so.</p>
      </Section>
      <Firings place={place} vendor={vendor} />
    </>
  );
}

/** Another connection that tells of the same firing, which is no second alert. */
function WitnessText({ org, zone, witness }: { org: string; zone: string; witness: VendorOrigin["witnesses"][number] }) {
  return (
    <li>
      <Link className="link" href={hrefWith(`/${org}/connections`, {}, { connection: witness.connectionId })}>{witness.connectionName}</Link>
      <span className="text-muted">: since </span><Timestamp at={witness.firedAt} zone={zone} show="second" />
      <span className="text-muted">, {VENDOR_STATE_WORDS[witness.state].toLowerCase()} there; </span>
      <Link className="link" href={hrefWith(`/${org}/inventory`, {}, { object: witness.objectId })}>its record</Link>
    </li>
  );
}

/** The vendor's state: never green, for nobody here has judged it. */
function Standing({ vendor: { firing }, zone }: { vendor: VendorOrigin; zone: string }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Glyph name={firing.state === "open" ? "review" : "na"} tone={firing.state === "open" ? "info" : "inert"} />
      {VENDOR_STATE_WORDS[firing.state]}
      <span className="text-muted">in its word “{firing.word}”, as told <Timestamp at={firing.stateSince} zone={zone} show="minute" /></span>
    </span>
  );
}

function ended({ firing }: VendorOrigin, zone: string): React.ReactNode {
  if (firing.endedAt !== null) return <Timestamp at={firing.endedAt} zone={zone} show="second" />;
  return firing.state === "closed" || firing.state === "gone" ? "the vendor does not say when" : "not as far as is known";
}

function Firings({ place: { path, zone }, vendor: { firings, firing, others } }: Props) {
  if (firings < 2) return null;
  return (
    <Section title="Other times that it fired" count={`this is number ${firing.number} of ${firings}`} flush={false}>
      <ul className="grid gap-1 pt-2">
        {others.map((one) => (
          <li key={one.number} className="flex flex-wrap items-center gap-x-3">
            <Timestamp at={one.firedAt} zone={zone} show="minute" />
            {one.alert === null ? <span className="text-muted">{OUTCOME_WORDS[one.outcome]}</span> : <Link className="link" href={hrefWith(path, {}, { alert: one.alert.id })}>{alertName(one.alert.number)}</Link>}
            <span className="text-muted">{VENDOR_STATE_WORDS[one.state]}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
