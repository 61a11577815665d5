import { z } from "zod";
import { defineVerb, type VerbArguments } from "#lib/access/index.ts";
import { AppError, notFound } from "#lib/platform/errors.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { domainInput, proofRecord } from "./domain-name.ts";
import { findDomain, takeDomain } from "./provider.repository.ts";

const input = z.strictObject({ domain: domainInput });
type Input = z.output<typeof input>;

/**
 * Proves a domain by the record that the organization has put into it: who can do that may speak for its mail.
 *
 * @throws AppError not_found; precondition_failed (record_missing, name_servers_unreachable); conflict (domain_taken)
 */
export const proveDomain = defineVerb({
  name: "providers.prove_domain",
  permission: "settings.manage",
  effect: "write",
  input,
  prepare: ({ domain }): Promise<string[]> => runtime().outbound.txtRecords(proofRecord(domain, "").name),
  async run(args): Promise<void> {
    const { tx, context: { organizationId }, input: { domain }, prepared } = args;
    const row = await findDomain(tx, organizationId, domain);
    if (row === null) throw notFound("domain");
    const { name, value } = proofRecord(domain, row.token);
    if (!prepared.includes(value)) throw new AppError("precondition_failed", "record_missing", `The record ${name} is not there yet, or holds something else. A new record can take an hour to be seen.`);
    await count(args, "record");
  },
});

/**
 * Counts a domain as proven on the operator's word, for names that no public name server knows.
 *
 * @throws AppError not_found; conflict (domain_taken)
 */
export const confirmDomain = defineVerb({
  name: "providers.confirm_domain",
  permission: "system.maintain",
  effect: "write",
  input,
  run: (args) => count(args, "operator"),
});

async function count({ tx, context: { organizationId }, input: { domain }, now, audit, unchanged }: VerbArguments<Input>, by: "record" | "operator"): Promise<void> {
  const row = await findDomain(tx, organizationId, domain);
  if (row === null) throw notFound("domain");
  if (row.provenAt !== null) return unchanged();
  if (!(await takeDomain(tx, organizationId, domain, now))) throw new AppError("conflict", "domain_taken", "This domain is proven to be another organization's on this installation.");
  await audit({ action: "provider.domain_proven", subjectKind: "provider", subjectId: organizationId, changes: { domain, by } });
}
