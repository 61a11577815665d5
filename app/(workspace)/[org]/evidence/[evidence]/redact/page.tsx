import type { Metadata } from "next";
import { runPage } from "#app/_edge/page-error.tsx";
import { DamageNotice } from "#app/_evidence/damage-notice.tsx";
import { PageFrame } from "#app/_shell/page-frame.tsx";
import { PageTitle } from "#app/_ui/page-title.tsx";
import { sizeText } from "#app/_ui/size-text.ts";
import { evidenceReference } from "#lib/evidence/client.ts";
import { readOrganization } from "#lib/organizations/index.ts";
import { readRedactable } from "#lib/redaction/index.ts";
import { MAX_UPLOAD_BYTES } from "#lib/uploads/index.ts";
import { redactEvidenceAction } from "../../actions.ts";
import { RedactForm } from "./redact-form.tsx";

export const metadata: Metadata = { title: "Redact a file" };

export default async function RedactPage({ params }: { params: Promise<{ org: string; evidence: string }> }) {
  const { org, evidence } = await params;
  return runPage(org, async (context) => {
    const organization = await readOrganization(context, {});
    const original = await readRedactable(context, evidence);
    const name = evidenceReference(original.number);
    const home = `/${org}/evidence/${name}`;
    return (
      <PageFrame
        crumbs={[{ label: organization.name, href: `/${org}` }, { label: "Evidence", href: `/${org}/evidence` }, { label: name, href: home }, { label: "Redact" }]}
        facts={[{ kind: "sees", label: "Original stays with", value: "administrators and compliance" }]}
      >
        <PageTitle title="Redact a file" code={name} />
        <p className="mt-3 max-w-[72ch] text-muted wrap-anywhere">
          {original.fileName}, {sizeText(original.byteLength)}. The redacted version becomes what everybody gets, auditors and packets included. The ledger commits to the original by a salted hash, which shows nothing of it.
        </p>
        {original.damage === null
          ? <RedactForm action={redactEvidenceAction.bind(null, org)} org={org} evidenceId={evidence} text={original.text} maxBytes={MAX_UPLOAD_BYTES} cancelHref={home} />
          : <div className="mt-5 max-w-[640px]"><DamageNotice damage={original.damage}>Nothing can be taken out of it.</DamageNotice></div>}
      </PageFrame>
    );
  });
}
