import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Section } from "#app/_ui/section.tsx";
import { listKeys, type ApiKeyView } from "#lib/api-keys/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { SettingsTabs } from "../settings-tabs.tsx";
import { createKeyAction, revokeKeyAction } from "./actions.ts";
import { CreateKeyForm } from "./create-key-form.tsx";
import { KeyTable } from "./key-table.tsx";
import { scopeChoices } from "./scope-choices.ts";

export const metadata: Metadata = { title: "API keys" };

/** Keys with which machines read what is proven and hand in evidence. */
export default async function Page({ params }: { params: Promise<{ org: string }> }) {
  const { org } = await params;
  return runPage(org, async (context) => {
    const [organization, keys] = [await readOrganization(context, {}), await listKeys(context, {})];
    const choices = scopeChoices();
    const waiting = keys.filter(({ standing }) => standing === "ends_soon" || standing === "stopped");
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Settings", href: `/${org}/settings` }, { label: "API keys" }]}
        facts={[{ kind: "next", label: "Next to act", value: waiting.length === 0 ? "Nobody" : "Administrators" }, { kind: "sees", label: "Visible to", value: "Administrators" }]}
      >
        <PageTitle title="API keys" />
        <SettingsTabs org={org} current="api-keys" mayManageKeys />
        <p className="mt-3 max-w-[70ch] text-muted">
          With a key a machine calls the API. It may do what it was made for and nothing else, and works for as long as the administrator who made it is one. What it does stands in the{" "}
          <Link className="link" href={`/${org}/audit-trail?kind=api_key`}>audit trail</Link> under its name, and its maker does not review what it hands in. The API describes itself at <a className="link" href="/api/v1/openapi.json">/api/v1/openapi.json</a>.
        </p>
        <Waiting keys={waiting} />
        <Section title="Keys" count={keys.length} flush={keys.length > 0}><KeyTable keys={keys} choices={choices} zone={organization.timeZone} revoke={revokeKeyAction.bind(null, org)} /></Section>
        <Section title="New key" flush={false}><CreateKeyForm action={createKeyAction.bind(null, org)} choices={choices} /></Section>
      </PageFrame>
    );
  });
}

function Waiting({ keys }: { keys: readonly ApiKeyView[] }) {
  if (keys.length === 0) return null;
  const stopped = keys.filter(({ standing }) => standing === "stopped").length;
  const ending = keys.length - stopped;
  const said = [stopped === 0 ? "" : `${stopped} stopped with the administrator who made ${stopped === 1 ? "it" : "them"}`, ending === 0 ? "" : `${ending} ${ending === 1 ? "ends" : "end"} within two weeks`].filter((part) => part !== "");
  return <div className="mt-3"><Banner tone="caution" title={`${said.join(", ")}.`}>Make another key and replace it where it is used.</Banner></div>;
}
