import { LinkButton } from "#app/_ui/button.tsx";
import { Hash } from "#app/_ui/hash.tsx";
import { Section } from "#app/_ui/section.tsx";
import { Timestamp } from "#app/_ui/timestamp.tsx";
import { roleHolds } from "#lib/access/index.ts";
import type { EvidencePage } from "#lib/evidence/index.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { proposeOriginalAction } from "../actions.ts";
import { OriginalForm } from "./original-form.tsx";

/** What a person who looks after evidence sees and does about redaction. */
export function RedactionSection({ org, page, role, zone }: { org: string; page: EvidencePage; role: Role | null; zone: string }) {
  const { redaction, disposal } = page;
  if (role === null || disposal !== null || page.blobSha256 === null) return null;
  const may = roleHolds(role, "evidence.redact") && (redaction === null || redaction.originalDisposedAt === null);
  if (redaction === null && !may) return null;
  const home = `/${org}/evidence/${page.id}`;
  return (
    <Section title="Redaction" count={redaction === null ? "none" : undefined} flush={false} aside={may ? <LinkButton kind="quiet" href={`${home}/redact`}>{redaction === null ? "Redact the file" : "Redact anew"}</LinkButton> : undefined}>
      {redaction?.original == null ? null : (
        <div className="grid gap-2 pt-2">
          <p className="wrap-anywhere">Original: <a className="link" href={`${home}/original`} download>{redaction.original.fileName}</a> <span className="text-muted">Each opening is told in the audit trail.</span></p>
          <p className="text-muted">SHA-256 of the original <Hash value={redaction.original.sha256} copy /> Salt <Hash value={redaction.original.salt} copy /></p>
          {roleHolds(role, "evidence.dispose") ? <OriginalForm action={proposeOriginalAction.bind(null, org)} evidenceId={page.id} /> : null}
        </div>
      )}
      {redaction?.originalDisposedAt == null ? null : <p className="pt-2 text-muted">The original was disposed of on <Timestamp at={redaction.originalDisposedAt} zone={zone} show="date" />. The commitment stays.</p>}
    </Section>
  );
}
