import type { Metadata } from "next";
import Link from "next/link";
import { runPage } from "#app/_edge/page-error.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { Banner } from "#app/_ui/banner.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { readControlEdit, type ControlEdit } from "#lib/drafts/index.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { actorId } from "#lib/platform/context.ts";
import { editControlAction } from "./actions.ts";
import { EditForm } from "./edit-form.tsx";

type PageProps = { params: Promise<{ org: string; control: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Edit ${(await params).control}` };
}

export default async function EditControlPage({ params }: PageProps) {
  const { org, control: code } = await params;
  return runPage(org, async (context) => {
    const edit = await readControlEdit(context, { code });
    const { name, timeZone } = await readOrganization(context, {});
    const controlHref = `/${org}/controls/${code}`;
    const draftHref = `/${org}/controls/drafts`;
    const { others, ...form } = edit;
    return (
      <PageFrame
        crumbs={[{ label: name, href: `/${org}` }, { label: "Controls", href: `/${org}/controls` }, { label: code, href: controlHref }, { label: "Edit" }]}
        facts={[
          { kind: "next", label: "Next to act", value: `You; then ${approves(edit)}` },
          { kind: "sees", label: "Auditor sees", value: "what is recorded, and who approved it" },
        ]}
      >
        <PageTitle title={`Edit ${edit.control.title}`} code={code} note={`Version ${edit.version}`} />
        <div className="grid gap-3 pt-3">
          {edit.draft?.returned == null ? null : <Banner tone="caution" title={`${edit.draft.returned.by} returned your draft.`}>{edit.draft.returned.reason}</Banner>}
          {edit.draft === null ? null : <Banner tone="info" title={edit.draft.state === "in_review" ? "Your draft waits for approval." : "You have a draft."} action={<Link className="link" href={`${draftHref}/${edit.draft.id}`}>Open the draft</Link>}>The form begins with it.{edit.textVersion < edit.version ? " The control was changed since it was written; saving brings both together." : ""}</Banner>}
          {others.map((one) => <Banner key={one.id} tone="info" title={`${one.by} proposes a change too.`} action={<Link className="link" href={`${draftHref}/${one.id}`}>Open it</Link>}>If both change the same words, whoever is second brings them together.</Banner>)}
          {edit.takesEffect === null ? null : <Banner tone="info" title={`Version ${edit.version} is not in force yet.`}>It takes effect on <Timestamp at={edit.takesEffect} zone={timeZone} show="date" />; what you save takes effect with it, or later.</Banner>}
        </div>
        <EditForm key={edit.control.id} action={editControlAction.bind(null, org)} edit={form} person={actorId(context.actor)} controlHref={controlHref} draftHref={draftHref} />
      </PageFrame>
    );
  });
}

function approves({ needs, approvers }: ControlEdit): string {
  if (needs === "waived") return "nobody: approval is waived";
  return needs === "alone" ? "nobody: no one else can approve" : approvers.join(" or ");
}
