import type { EvidencePlaces } from "#app/_evidence/evidence-record.tsx";
import type { EvidencePage } from "#lib/evidence/index.ts";

/** Addresses of what an evidence is tied to, for people of the organization. */
export function evidencePlaces(org: string, page: EvidencePage): EvidencePlaces {
  return {
    controlHref: (code) => `/${org}/controls/${code}`,
    packetHref: (id) => `/${org}/packets/${id}`,
    evidenceHref: (reference) => `/${org}/evidence/${reference}`,
    sourceHref: (kind, id) => (kind === "incident" ? `/${org}/incidents/${id}` : kind === "alert" ? `/${org}/alerts?alert=${id}` : kind === "log_segment" ? `/${org}/logs/${id}` : kind === "collection" ? `/${org}/connections/runs?run=${id}` : undefined),
    fileHref: page.blobSha256 === null || page.disposal !== null ? undefined : `/${org}/evidence/${page.id}/file`,
  };
}
