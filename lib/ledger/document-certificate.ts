import { createPublicKey, hash, X509Certificate } from "node:crypto";
import { z } from "zod";
import { defineVerb, idInput, type VerbArguments } from "#lib/access/index.ts";
import { makeCertificate } from "#lib/platform/cms/make-certificate.ts";
import type { CmsSigner } from "#lib/platform/cms/sign-cms.ts";
import type { Context } from "#lib/platform/context.ts";
import { notFound } from "#lib/platform/errors.ts";
import { newId } from "#lib/platform/ids.ts";
import type { StoredKey } from "#lib/platform/key-store/key-store.ts";
import { runtime } from "#lib/platform/runtime.ts";
import { appendPendingEntry } from "./append-pending-entry.ts";
import { clockBehind } from "./clock-steps.ts";
import { documentCertificates, insertCertificate, newestCertificate, type CertificateRow } from "./key.repository.ts";
import { holdOrganization, organizationName } from "./ledger.repository.ts";

/** The kind of due work in which an organization gets its certificate for documents, and the next before it ends. */
export const CERTIFICATE_DUE = "document_certificate";
export const CERTIFICATE_SUBJECT = "newest";

const DAY_MS = 86_400_000;
/** What is signed is kept for seven years, and judged later still. */
const VALID_MS = 3_653 * DAY_MS;
const RENEW_BEFORE_MS = 365 * DAY_MS;

const label = (organizationId: string, id: string): string => `document-key:${organizationId}:${id}`;

/** Whose name a certificate bears. */
export const readCertificateSubject = defineVerb({
  name: "ledger.read_certificate_subject",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx, context: { organizationId } }): Promise<string> => organizationName(tx, organizationId),
});

/** Makes a key and a certificate that says of itself whose it is, which nobody knows of yet. */
async function newCertificate(context: Context): Promise<CertificateRow> {
  const { organizationId, clock } = context;
  const createdAt = clock.now();
  const id = newId("dce", createdAt.getTime());
  const organization = await readCertificateSubject(context, {});
  const made = await runtime().keys.create(label(organizationId, id), "rsa-3072");
  const notAfter = new Date(createdAt.getTime() + VALID_MS);
  const sign = (bytes: Uint8Array): Promise<Uint8Array> => runtime().keys.sign({ label: label(organizationId, id), algorithm: "rsa-3072", ...made }, bytes);
  const publicKey = createPublicKey({ key: Buffer.from(made.publicKey), format: "der", type: "spki" });
  const certificate = await makeCertificate({ commonName: "Tickmark documents", organization, serial: hash("sha256", id, "buffer").subarray(0, 16), notBefore: createdAt, notAfter, publicKey }, sign);
  return { id, certificate, fingerprint: hash("sha256", certificate), wrappedSecret: made.wrappedSecret, notAfter, createdAt };
}

/** Gives an organization its first certificate for documents, or the next when one ends. */
export const giveCertificate = defineVerb({
  name: "ledger.give_certificate",
  permission: "system.maintain",
  effect: "write",
  rate: "none",
  input: z.strictObject({}),
  prepare: (_input, context) => newCertificate(context),
  run: (args) => take(args, "document_certificate.made"),
});

/** Has documents signed with a new certificate from now on. What earlier ones signed stays signed. */
export const rotateCertificate = defineVerb({
  name: "ledger.rotate_certificate",
  permission: "ledger.rotate_key",
  effect: "write",
  input: z.strictObject({}),
  prepare: (_input, context) => newCertificate(context),
  run: (args) => take(args, "document_certificate.rotated"),
});

async function take({ tx, context, prepared: row, audit }: VerbArguments<unknown, CertificateRow>, action: string): Promise<{ id: string }> {
  const { organizationId } = context;
  await holdOrganization(tx, organizationId);
  const last = await newestCertificate(tx, organizationId);
  if (last !== null && last.createdAt > row.createdAt) throw clockBehind("certificate", last.createdAt);
  await insertCertificate(tx, organizationId, row);
  const says = { sha256: row.fingerprint, not_after: row.notAfter.toISOString() };
  await appendPendingEntry(tx, context, { kind: "document.certificate", subjectId: row.id, record: says });
  await tx.$executeRaw`SELECT directory_put_due_work(${CERTIFICATE_DUE}, ${CERTIFICATE_SUBJECT}, ${new Date(row.notAfter.getTime() - RENEW_BEFORE_MS)}::timestamptz)`;
  await audit({ action, subjectKind: "document_certificate", subjectId: row.id, changes: says });
  return { id: row.id };
}

/** The certificate with which documents are signed, and its key; null before the first. */
export const readDocumentKey = defineVerb({
  name: "ledger.read_document_key",
  permission: "system.maintain",
  effect: "read",
  input: z.strictObject({}),
  run: ({ tx, context: { organizationId } }): Promise<CertificateRow | null> => newestCertificate(tx, organizationId),
});

/** A certificate as a file: PEM. */
export const readCertificate = defineVerb({
  name: "ledger.read_certificate",
  permission: "audit_trail.read",
  effect: "read",
  input: z.strictObject({ id: idInput }),
  async run({ tx, context: { organizationId }, input }): Promise<{ pem: string; fingerprint: string }> {
    const row = (await documentCertificates(tx, organizationId)).find(({ id }) => id === input.id);
    if (row === undefined) throw notFound("certificate");
    return { pem: new X509Certificate(row.certificate).toString(), fingerprint: row.fingerprint };
  },
});

/** Whoever signs an organization's documents; its first certificate is made here where nobody has yet. */
export async function documentSigner(context: Context): Promise<CmsSigner> {
  const row = (await readDocumentKey(context, {})) ?? (await firstCertificate(context));
  const publicKey = new X509Certificate(row.certificate).publicKey.export({ format: "der", type: "spki" });
  const key: StoredKey = { label: label(context.organizationId, row.id), algorithm: "rsa-3072", publicKey, wrappedSecret: row.wrappedSecret };
  return { certificate: row.certificate, sign: (bytes) => runtime().keys.sign(key, bytes) };
}

async function firstCertificate(context: Context): Promise<CertificateRow> {
  await giveCertificate(context, {});
  const row = await readDocumentKey(context, {});
  if (row === null) throw new Error("the certificate was not kept");
  return row;
}

/** Sees to it that there is a certificate, and that it does not end soon. */
export async function runDueCertificate(context: Context): Promise<void> {
  const row = await readDocumentKey(context, {});
  if (row === null || row.notAfter.getTime() - context.clock.now().getTime() <= RENEW_BEFORE_MS) await giveCertificate(context, {});
}
