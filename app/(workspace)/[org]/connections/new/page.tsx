import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { addressValue } from "#app/_list/address-value.ts";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { hrefWith, type Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Tabs } from "#app/_ui/tabs.tsx";
import { listConnectors, type ConnectorCard } from "#lib/connections/index.ts";
import { KIND_WORDS } from "#lib/inventory/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { connectAction } from "../actions.ts";
import { mayManage } from "../may-manage.ts";
import { ConnectForm } from "./connect-form.tsx";

export const metadata: Metadata = { title: "Connect a vendor" };

/** Every connector with how far it was proven and what it cannot see; with one chosen, its form. */
export default async function NewConnectionPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const cards = await listConnectors(context, {});
    const chosen = cards.find(({ id }) => id === addressValue(query, "connector"));
    const path = `/${org}/connections/new`;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Connections", href: `/${org}/connections` }, { label: chosen?.name ?? "Connect a vendor" }]}
        facts={[{ kind: "next", label: "Next to act", value: mayManage(context) ? "You" : "Security, administrators" }, { kind: "sees", label: "Visible to", value: "Operations" }]}
      >
        <PageTitle title={chosen === undefined ? "Connect a vendor" : `Connect ${chosen.name}`} note={chosen?.explains ?? "Each says how far it was proven, and what it cannot see"} />
        {chosen === undefined ? <Gallery cards={cards} path={path} /> : <SetUp org={org} card={chosen} path={path} query={query} may={mayManage(context)} />}
      </PageFrame>
    );
  });
}

function Gallery({ cards, path }: { cards: readonly ConnectorCard[]; path: string }) {
  if (cards.length === 0) return <EmptyState kind="not_connected" title="This version has no connectors">Evidence comes from uploads, notes, logs, alerts and incidents.</EmptyState>;
  return (
    <ul className="grid gap-x-12 pt-4 lg:grid-cols-2">
      {cards.map((card) => (
        <li key={card.id} className="grid content-start gap-2 border-t border-line py-4">
          <h2 className="text-base font-medium"><Link className="link" href={hrefWith(path, {}, { connector: card.id })}>{card.name}</Link></h2>
          <p className="max-w-[72ch]">{card.explains}</p>
          <TrustLine card={card} />
          <p className="text-muted">{card.receives ? "Receives messages, at an address of its own." : <>Collects {[...new Set(card.collectors.flatMap(({ yields }) => yields))].map((kind) => KIND_WORDS[kind].many.toLowerCase()).join(", ")}.</>}</p>
        </li>
      ))}
    </ul>
  );
}

/** How far the connector was proven is a sentence, and no state of anything of the organization's. */
function TrustLine({ card }: { card: ConnectorCard }) {
  return <p className="max-w-[72ch] break-words"><span className="font-medium">{card.trustWords}.</span> <span className="text-muted">{card.provenBy}</span></p>;
}

function SetUp({ org, card, path, query, may }: { org: string; card: ConnectorCard; path: string; query: Query; may: boolean }) {
  const strategy = card.strategies.find(({ id }) => id === addressValue(query, "strategy")) ?? card.strategies[0];
  return (
    <>
      <div className="pt-3"><TrustLine card={card} /></div>
      <Section title="What it cannot see" flush={false}>
        <ul className="grid max-w-[72ch] list-disc gap-1 pt-2 pl-5">{card.cannotSee.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>
      </Section>
      <Section title="The least that it needs" flush={false}>
        <p className="max-w-[72ch] pt-2">{card.leastPrivilege.explains}</p>
        <div className="command-lines mt-2" role="group" aria-label="Policy to copy">
          <CopyButton value={card.leastPrivilege.text} label="Copy the policy" />
          <pre tabIndex={0} role="region" aria-label="Policy" className="max-h-80 overflow-auto">{card.leastPrivilege.text}</pre>
        </div>
      </Section>
      <Section title="Connect" flush={false} id="connect">
        {card.strategies.length < 2 ? null : <Tabs label="Ways to sign in" items={card.strategies.map(({ id, name }) => ({ label: name, href: hrefWith(path, query, { strategy: id }), current: id === strategy?.id }))} />}
        {strategy === undefined ? null : may
          ? <ConnectForm key={strategy.id} action={connectAction.bind(null, org)} connector={{ id: card.id, name: card.name, settings: card.settings.map(asField) }} receives={card.receives} strategy={{ id: strategy.id, name: strategy.name, explains: strategy.explains, fields: strategy.fields.map(asField) }} />
          : <EmptyState kind="no_permission" title="You may not connect vendors" action={<LinkButton href={`/${org}/people/roles`}>Who may</LinkButton>}>Administrators and security analysts connect vendors.</EmptyState>}
      </Section>
    </>
  );
}

/** A field without its pattern, which the server holds it against. */
function asField({ pattern: _pattern, ...field }: ConnectorCard["settings"][number]) {
  return field;
}
