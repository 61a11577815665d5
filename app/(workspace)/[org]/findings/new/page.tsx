import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import type { Query } from "#app/_ui/list-state.ts";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { roleHolds } from "#lib/access/index.ts";
import { FINDING_LIMITS } from "#lib/findings/client.ts";
import { listFindingChoices } from "#lib/findings/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { raiseFindingAction } from "../actions.ts";
import { RaiseForm } from "./raise-form.tsx";

export const metadata: Metadata = { title: "Raise a finding" };

export default async function NewFindingPage({ params, searchParams }: { params: Promise<{ org: string }>; searchParams: Promise<Query> }) {
  const { org } = await params;
  const query = await searchParams;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const may = context.actor.kind === "member" && roleHolds(context.actor.role, "findings.raise");
    const choices = may ? await listFindingChoices(context, {}) : null;
    const path = `/${org}/findings`;
    const asked = (name: string): string | undefined => (typeof query[name] === "string" ? query[name] : undefined);
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Findings", href: path }, { label: "Raise a finding" }]}
        facts={[{ kind: "next", label: "Next to act", value: "You" }, { kind: "sees", label: "Auditor sees", value: "nothing until it is shared; at once when an audit found it" }]}
      >
        <PageTitle title="Raise a finding" />
        {choices === null ? <EmptyState kind="no_permission" title="Your role does not raise findings">A control owner, an analyst or a compliance manager does.</EmptyState> : (
          <RaiseForm
            action={raiseFindingAction.bind(null, org)}
            cancelHref={path}
            choices={choices}
            initial={{ controls: choices.controls.filter(({ code }) => code === asked("control")).map(({ id }) => id), incident: asked("incident"), engagement: asked("engagement"), title: asked("title")?.slice(0, FINDING_LIMITS.title), description: asked("description")?.slice(0, FINDING_LIMITS.text) }}
          />
        )}
      </PageFrame>
    );
  });
}
