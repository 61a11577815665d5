import type { Metadata } from "next";
import Link from "next/link";
import { companySignInPath } from "#app/_edge/own-path.ts";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { CopyButton } from "#app/_ui/copy-button.tsx";
import { KeyValue } from "#app/_ui/key-value.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { numberText } from "#app/_ui/region-now.ts";
import { Section } from "#app/_ui/section.tsx";
import { StatusInline } from "#app/_ui/status-inline.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { ROLE_WORDS } from "#lib/people/client.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { PROVIDER_ROLES } from "#lib/providers/client.ts";
import { readProvider, type ProviderPage, type ProviderView } from "#lib/providers/index.ts";
import { SettingsTabs } from "../settings-tabs.tsx";
import {
  addDomainAction, checkProviderAction, connectProviderAction, disconnectProviderAction, enforceProviderAction, proveDomainAction, removeDomainAction, setProviderRulesAction,
} from "./actions.ts";
import { ConnectionCheck } from "./connection-check.tsx";
import { ConnectionForm } from "./connection-form.tsx";
import { DisconnectProvider } from "./disconnect-provider.tsx";
import { DomainList } from "./domain-list.tsx";
import { EnforcementForm } from "./enforcement-form.tsx";
import { ProviderFacts } from "./provider-facts.tsx";
import { RulesForm } from "./rules-form.tsx";

export const metadata: Metadata = { title: "Sign-in" };

type Place = { org: string; zone: string };

/** How the organization's people sign in: through a provider of its own, and whether through it alone. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const [organization, page] = [await readOrganization(context, {}), await readProvider(context, {})];
    const { actor } = context;
    const mayChange = actor.kind === "member" && roleHolds(actor.role, "settings.manage");
    const place = { org, zone: organization.timeZone };
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Settings", href: `/${org}/settings` }, { label: "Sign-in" }]}
        facts={[{ kind: "next", label: "Next to act", value: page.provider === null && mayChange ? "You, if your company has a provider" : "Nobody" }, { kind: "sees", label: "Visible to", value: "Compliance, administrators" }]}
      >
        <PageTitle title="Settings" note={mayChange ? undefined : "only administrators change them"} />
        <SettingsTabs org={org} current="sign-in" mayManageKeys={mayChange} />
        <p className="mt-3 max-w-[70ch] text-muted">
          People can sign in where they sign in for everything else: any provider of OpenID Connect.{" "}
          <Link className="link" href={`/${org}/audit-trail?kind=provider`}>Who changed what, and who was refused</Link>
        </p>
        {mayChange ? <Editing page={page} place={place} /> : <ProviderFacts page={page} zone={place.zone} />}
      </PageFrame>
    );
  });
}

function Editing({ page, place: { org, zone } }: { page: ProviderPage; place: Place }) {
  const { provider } = page;
  return (
    <>
      <Section title="Provider" flush={false}>
        {provider === null ? null : <Standing provider={provider} org={org} zone={zone} linked={page.linked} />}
        <Callback address={page.callback} />
        <ConnectionForm key={provider?.issuer ?? ""} action={connectProviderAction.bind(null, org)} connected={provider} />
      </Section>
      <Section title="Mail domains" flush={false} id="domains">
        <p className="max-w-[70ch] pt-2 text-muted">Addresses of these domains lead to your provider, and it may speak for them. Each is proven first.</p>
        <DomainList
          domains={page.domains.map(({ domain, provenAt, record }) => ({ domain, proven: provenAt !== null, record }))}
          acts={{ add: addDomainAction.bind(null, org), prove: proveDomainAction.bind(null, org), remove: removeDomainAction.bind(null, org) }}
        />
      </Section>
      {provider === null ? null : <Governing page={page} provider={provider} org={org} />}
    </>
  );
}

/** What can be said once there is a provider. */
function Governing({ page, provider, org }: { page: ProviderPage; provider: ProviderView; org: string }) {
  return (
    <>
      <Section title="Roles" flush={false} id="roles">
        <RulesForm action={setProviderRulesAction.bind(null, org)} rules={provider} roles={PROVIDER_ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role].label }))} teams={page.teams} />
      </Section>
      <Section title="Ways in" flush={false} id="ways-in">
        <EnforcementForm key={String(provider.enforced)} action={enforceProviderAction.bind(null, org)} enforced={provider.enforced} exempt={provider.exemptMemberIds} administrators={page.administrators} />
      </Section>
      <Section title="Disconnect" flush={false}>
        <DisconnectProvider action={disconnectProviderAction.bind(null, org)} linked={page.linked} />
      </Section>
    </>
  );
}

function Standing({ provider, org, zone, linked }: { provider: ProviderView; org: string; zone: string; linked: number }) {
  const start = `${runtime().baseUrl}${companySignInPath(org, "/")}`;
  return (
    <div className="grid gap-3 pt-3">
      <KeyValue
        items={[
          { key: "Connection", value: provider.checkProblem === null ? <StatusInline status="pass" word="Answers" /> : <StatusInline status="could_not_run" word={provider.checkProblem} /> },
          { key: "Tested", value: <Timestamp at={provider.checkedAt} zone={zone} show="minute" /> },
          { key: "People who came by it", value: numberText(linked) },
          { key: "Begins at", value: <span className="flex items-start gap-2"><code className="min-w-0 break-all">{start}</code><CopyButton value={start} label="Copy address to begin at" /></span> },
        ]}
      />
      <ConnectionCheck action={checkProviderAction.bind(null, org)} issuer={provider.issuer} />
    </div>
  );
}

function Callback({ address }: { address: string }) {
  return (
    <p className="grid gap-1 pt-3">
      <span className="text-muted">Register Tickmark at your provider as a web application, with this address to lead back to:</span>
      <span className="flex items-start gap-2"><code className="min-w-0 break-all">{address}</code><CopyButton value={address} label="Copy address to lead back to" /></span>
    </p>
  );
}
