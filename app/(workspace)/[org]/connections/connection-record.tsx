import Link from "next/link";
import { Banner } from "#app/_ui/banner.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { hrefWith } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { RailSection, WithRail } from "#app/_ui/with-rail.tsx";
import type { FeedView } from "#lib/alerts/index.ts";
import { CONNECTION_STATE_WORDS, PERMISSION_STATUS } from "#lib/connections/client.ts";
import type { ConnectionView } from "#lib/connections/index.ts";
import { RefreshWhileReading } from "../logs/[segment]/refresh-while-reading.tsx";
import { changeSettingsAction, collectNowAction, pauseAction, removeAction, replaceCredentialAction, resumeAction, testConnectionAction } from "./actions.ts";
import { CollectorTable } from "./collector-table.tsx";
import { FeedSection } from "./feed-section.tsx";
import { ReceivedMail } from "./received-mail.tsx";
import { CollectForm, RemoveConnection, SettingsForm, CredentialForm, SwitchForm, TestForm } from "./connection-forms.tsx";

type Props = { org: string; connection: ConnectionView; zone: string; may: boolean; /** Where mail for it is sent to, for who may see that. */ address: string | null; /** Of a connection that brings vendors’ alerts. */ feed: FeedView | null };

/** One connection: how each collector stands, what the credential may, and what a person can do about it. */
export function ConnectionRecord(props: Props) {
  const { org, connection, may } = props;
  const acts = may && connection.state !== "removed";
  return (
    <>
      <PageTitle title={connection.name} note={connection.card?.name ?? `${connection.connector}: this version has no such connector`} />
      <RefreshWhileReading reading={connection.collectors.some(({ runningId }) => runningId !== null)} />
      {connection.attention === null ? null : <Banner tone="fault" title="This connection needs attention."><span>{connection.attention} Nothing is collected until then; what rests on it grows stale.</span></Banner>}
      {connection.state === "removed" ? <Banner tone="inert" title="This connection was removed.">Its credential was destroyed. What it collected stays.</Banner> : null}
      <WithRail rail={<Rail {...props} />}>
        {connection.received === null ? <Collected {...props} acts={acts} /> : <ReceivedMail {...props} received={connection.received} acts={acts} />}
        {props.feed === null ? null : <FeedSection org={org} connectionId={connection.id} feed={props.feed} zone={props.zone} acts={acts} />}
        {acts ? <Manage {...props} /> : null}
      </WithRail>
      <p className="pt-4"><Link prefetch={false} className="link" href={hrefWith(`/${org}/connections/runs`, {}, { connection: connection.id })}>All runs of this connection</Link></p>
    </>
  );
}

function Collected(props: Props & { acts: boolean }) {
  const { connection, acts } = props;
  const idle = connection.collectors.filter(({ runningId }) => runningId === null).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Section title="Collectors" count={connection.collectors.length}><CollectorTable {...props} collectors={connection.collectors} /></Section>
      {acts && connection.state === "active" && connection.attention === null && idle.length > 0 ? <CollectForm action={collectNowAction.bind(null, props.org)} connectionId={connection.id} collectors={idle} /> : null}
      <Permissions {...props} acts={acts} />
    </>
  );
}

function Permissions({ org, connection, zone, acts }: Props & { acts: boolean }) {
  const nameOf = (id: string): string => connection.collectors.find((one) => one.id === id)?.name ?? id;
  return (
    <Section title="Permissions" flush={false} aside={connection.testedAt === null ? "never tested" : <>tested <Timestamp at={connection.testedAt} zone={zone} show="minute" /></>}>
      {connection.permissions.length === 0 ? <p className="pt-2 text-muted">None was tried.</p> : (
        <ul className="grid gap-2 pt-2">
          {connection.permissions.map(({ permission, state, says, needed }) => (
            <li key={permission} className="grid gap-0.5">
              <span className="flex flex-wrap items-center gap-3"><code className="break-all">{permission}</code><StatusInline status={PERMISSION_STATUS[state].status} word={PERMISSION_STATUS[state].word} /></span>
              <span className="text-muted">{says}{needed.length === 0 ? "" : ` Needed for ${needed.map(nameOf).join(", ")}.`}</span>
            </li>
          ))}
        </ul>
      )}
      {acts ? <TestForm action={testConnectionAction.bind(null, org)} connectionId={connection.id} /> : null}
    </Section>
  );
}

function Rail({ connection, zone }: Props) {
  const [credential] = connection.credentials;
  const settings = connection.card?.settings ?? [];
  return (
    <>
      <RailSection title="Connection">
        <KeyValue items={[
          { key: "State", value: <StatusInline status={connection.status} word={connection.word} /> },
          { key: "Switched", value: CONNECTION_STATE_WORDS[connection.state] },
          { key: "The vendor knows it as", value: connection.identity === null ? "not yet known" : `${connection.identity.name} (${connection.identity.id})` },
          { key: "Limited to", value: connection.identity?.tenant ?? "not yet known" },
          { key: "Proven", value: connection.card?.trustWords ?? "not in this version" },
          { key: "Connected", value: <Timestamp at={connection.connectedAt} zone={zone} show="minute" /> },
          { key: "Connected by", value: connection.connectedByName },
        ]} />
      </RailSection>
      <RailSection title="What is asked">
        <KeyValue items={settings.map(({ name, label }) => ({ key: label, value: <span className="break-all whitespace-pre-line">{connection.settings[name] ?? "nothing"}</span> }))} />
      </RailSection>
      <RailSection title={connection.received === null ? "Credential" : "Address"}>
        {credential === undefined ? <p className="text-muted">None.</p> : <KeyValue items={[
          { key: "Fingerprint", value: <code>{credential.fingerprint}</code> }, { key: "Version", value: String(credential.version) },
          { key: "Set", value: <Timestamp at={credential.setAt} zone={zone} show="minute" /> }, { key: "Set by", value: credential.setByName },
        ]} />}
      </RailSection>
      {connection.card === null ? null : <RailSection title="It cannot see"><ul className="grid list-disc gap-1 pl-4 text-muted">{connection.card.cannotSee.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul></RailSection>}
    </>
  );
}

function Manage({ org, connection }: Props) {
  const { card } = connection;
  const strategy = card?.strategies.find(({ id }) => id === connection.strategy);
  const plain = <Field extends { pattern?: unknown }>({ pattern: _pattern, ...field }: Field) => field;
  return (
    <>
      {card === null ? null : (
        <Section title="Change" flush={false}>
          <SettingsForm action={changeSettingsAction.bind(null, org)} connectionId={connection.id} name={connection.name} fields={card.settings.map(plain)} values={connection.settings} />
          {strategy === undefined || card.receives ? null : <CredentialForm action={replaceCredentialAction.bind(null, org)} connectionId={connection.id} strategy={{ id: strategy.id, name: strategy.name, fields: strategy.fields.map(plain) }} />}
        </Section>
      )}
      <Section title="Pause or remove" flush={false}>
        <div className="flex flex-wrap items-start gap-3 pt-3">
          <SwitchForm action={connection.state === "active" ? pauseAction.bind(null, org) : resumeAction.bind(null, org)} connectionId={connection.id} active={connection.state === "active"} />
          <RemoveConnection action={removeAction.bind(null, org)} connectionId={connection.id} name={connection.name} />
        </div>
      </Section>
    </>
  );
}
