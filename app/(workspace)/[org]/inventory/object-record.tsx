import Link from "next/link";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import type { FiringRow } from "#lib/alerts/index.ts";
import type { MessageView } from "#lib/connections/index.ts";
import type { ObjectView } from "#lib/inventory/index.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { linkAction, unlinkAction } from "./actions.ts";
import { FiringList } from "./firing-list.tsx";
import { LinkForm, UnlinkForm } from "./link-forms.tsx";
import { MessageRecord } from "./message-record.tsx";
import { openWord } from "./object-columns.tsx";

type Props = { org: string; object: ObjectView; firings: readonly FiringRow[]; zone: string; path: string; incidents: { value: string; label: string }[]; mayLink: boolean; /** Of the member who looks; null for anybody else. */ role: Role | null; /** A message is taken apart to be read; null for everything else. */ message: MessageView | null };

/** One collected thing: how it stands at its vendor, its versions as runs found them, what is about it, its incidents. */
export function ObjectRecord(props: Props) {
  const { object, org, zone, message, role } = props;
  return (
    <>
      <PageTitle title={object.title === "" ? object.externalId : object.title} code={object.code} note={`from ${object.connectionName}`} />
      <WithRail rail={<Rail {...props} />}>
        {message === null ? null : <MessageRecord org={org} message={message} zone={zone} role={role} />}
        {object.kind === "vendor_alert" ? <FiringList org={props.org} zone={props.zone} firings={props.firings} /> : null}
        <Incidents {...props} />
        <About {...props} />
        <History {...props} />
      </WithRail>
    </>
  );
}

function Rail({ object, zone }: Props) {
  const time = (at: Date | null, none: string) => (at === null ? none : <Timestamp at={at} zone={zone} show="minute" />);
  return (
    <RailSection title="At the vendor">
      <KeyValue items={[
        { key: "Open", value: openWord(object) || "not said" }, { key: "Vendor’s word", value: object.state || "not said" }, { key: "Severity", value: object.severity || "not said" },
        { key: "Opened", value: time(object.openedAt, "not said") }, { key: "Closed", value: time(object.closedAt, "no") },
        ...(object.scope === "" ? [] : [{ key: "In", value: object.scope }]), ...(object.about === "" ? [] : [{ key: "About", value: <span className="break-all">{object.about}</span> }]),
        { key: "Vendor’s id", value: <code className="break-all">{object.externalId}</code> },
        ...(object.url === "" ? [] : [{ key: "Address", value: <a className="link break-all" href={object.url} rel="noreferrer noopener">{object.url}</a> }]),
        { key: "First seen", value: time(object.firstSeenAt, "") }, { key: "Last seen", value: time(object.lastSeenAt, "") },
        ...(object.removedAt === null ? [] : [{ key: "Gone since", value: time(object.removedAt, "") }]),
      ]} />
    </RailSection>
  );
}

function Incidents({ org, object, zone, incidents, mayLink }: Props) {
  return (
    <Section title="Incidents" count={object.incidents.length} flush={false}>
      {object.incidents.length === 0 ? <p className="pt-2 text-muted">It belongs to no incident.</p> : (
        <ul className="grid gap-2 pt-2">
          {object.incidents.map((incident) => (
            <li key={incident.id} className="flex flex-wrap items-center gap-3">
              <Link prefetch={false} className="link" href={`/${org}/incidents/${incident.id}`}>INC-{incident.number} {incident.title}</Link>
              <span className="text-muted">linked by {incident.linkedByName}, <Timestamp at={incident.linkedAt} zone={zone} /></span>
              {mayLink ? <UnlinkForm action={unlinkAction.bind(null, org)} objectId={object.id} incidentId={incident.id} name={incident.title} /> : null}
            </li>
          ))}
        </ul>
      )}
      {mayLink && incidents.length > 0 ? <LinkForm action={linkAction.bind(null, org)} objectId={object.id} incidents={incidents} /> : null}
    </Section>
  );
}

function About({ object, zone, path }: Props) {
  if (object.aboutIt.length === 0) return null;
  return (
    <Section title="About it" count={object.aboutIt.length} flush={false}>
      <ul className="grid gap-1 pt-2">
        {object.aboutIt.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3">
            <Timestamp at={one.listedAt} zone={zone} /><Link prefetch={false} className="link" href={hrefWith(path, {}, { object: one.id })}>{one.title}</Link><span className="text-muted">{one.state}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function History({ org, object, zone }: Props) {
  return (
    <Section title="Versions" count={object.version} flush={false}>
      <ol className="grid gap-3 pt-2">
        {object.versions.map((version) => (
          <li key={version.version} className="grid gap-1">
            <span className="flex flex-wrap items-center gap-x-3">
              <strong className="font-medium">{version.removed ? "Gone from the vendor" : `Version ${version.version}`}</strong>
              <Timestamp at={version.validFrom} zone={zone} />
              <Link prefetch={false} className="link" href={hrefWith(`/${org}/connections/runs`, {}, { run: version.collectionId, page: version.pageSequence === null ? null : String(version.pageSequence) })}>COL-{version.collectionNumber}{version.pageSequence === null ? "" : `, page ${version.pageSequence + 1}`}</Link>
              <Hash value={version.contentSha256} label={`SHA-256 of version ${version.version}`} />
            </span>
            {version.removed ? null : <details><summary className="text-muted">The record</summary><pre tabIndex={0} role="region" aria-label={`Record of version ${version.version}`} className="mono max-h-[50vh] overflow-auto border border-line p-3 text-xs">{JSON.stringify(version.data, null, 2)}</pre></details>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
