import { rootCertificates } from "node:tls";
import { X509Certificate } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import { Certificate, id_ce_extKeyUsage, id_kp_timeStamping } from "@peculiar/asn1-x509";
import { id_ct_tstInfo, PKIStatus, TimeStampResp, TSTInfo } from "@peculiar/asn1-tsp";
import { CmsFault, openCms, type OpenedCms } from "../cms/check-cms.ts";
import { SHA256 } from "./ask-time-stamp.ts";

/** What an authority attests: that it knew this hash at this time. */
export type TimeStamp = {
  at: Date;
  /** Of the authority's own counting, hexadecimal. */
  serial: string;
  /** Whose certificate signed it. */
  authority: string;
};

/**
 * `nonce` is that of the question; left out for a stamp that was kept, which answers nobody any more. `trusted` null: who
 * signed it was judged before.
 */
type StampExpected = { sha256: Uint8Array; nonce?: Uint8Array; trusted: readonly X509Certificate[] | null };

/** Longer than any chain of certificates that is in use. */
const MAX_CHAIN = 8;

/**
 * Judges the answer of a time-stamping authority (RFC 3161, 2.4.2): granted, for this hash and this question, signed by a
 * certificate for time-stamping alone that leads to a trusted one, all of them valid at that time. Whether one was revoked
 * is not asked.
 *
 * @throws CmsFault with a clause that says what is wrong
 */
export function checkTimeStamp(reply: Uint8Array, { sha256, nonce, trusted }: StampExpected): TimeStamp {
  const opened = openCms(tokenOf(reply));
  if (opened.contentType !== id_ct_tstInfo) throw new CmsFault("what was signed is no time stamp");
  const info = parsed(opened.content, TSTInfo);
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (hashAlgorithm.algorithm !== SHA256 || !Buffer.from(hashedMessage.buffer).equals(Buffer.from(sha256))) throw new CmsFault("it stamps something else");
  if (nonce !== undefined && !isNumber(info.nonce, nonce)) throw new CmsFault("it answers another question than was asked, or an earlier one");
  checkPurpose(opened.signer);
  if (trusted !== null) checkChain(opened, info.genTime, trusted);
  return { at: info.genTime, serial: Buffer.from(info.serialNumber).toString("hex"), authority: opened.signer.subject.split("\n").join(", ") };
}

/** The certificates that a stamp may lead to where the organization names none: those that this Node trusts. */
export function commonRoots(): X509Certificate[] {
  return rootCertificates.map((pem) => new X509Certificate(pem));
}

function tokenOf(reply: Uint8Array): Uint8Array {
  const { status, timeStampToken } = parsed(reply, TimeStampResp);
  const granted = status.status === PKIStatus.granted || status.status === PKIStatus.grantedWithMods;
  if (!granted || timeStampToken === undefined) throw new CmsFault(`the authority refused (${PKIStatus[status.status] ?? status.status}${status.statusString === undefined ? "" : `: ${[...status.statusString].join(" ").slice(0, 200)}`})`);
  return new Uint8Array(AsnConvert.serialize(timeStampToken));
}

function parsed<Value>(bytes: Uint8Array, type: new () => Value): Value {
  try {
    return AsnConvert.parse(bytes, type);
  } catch (error) {
    throw new CmsFault("the answer is none of a time-stamping authority", { cause: error });
  }
}

/** Whether two numbers are the same, whatever zeros they begin with. */
function isNumber(found: ArrayBuffer | undefined, wanted: Uint8Array): boolean {
  const digits = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").replace(/^0+/, "");
  return found !== undefined && digits(new Uint8Array(found)) === digits(wanted);
}

// RFC 3161, 2.3: the one purpose, and critical, so that no other key of the authority's can stamp.
function checkPurpose(signer: X509Certificate): void {
  const usage = [...(AsnConvert.parse(signer.raw, Certificate).tbsCertificate.extensions ?? [])].find(({ extnID }) => extnID === id_ce_extKeyUsage);
  const purposes = signer.keyUsage as readonly string[] | undefined;
  if (usage?.critical !== true || purposes?.length !== 1 || purposes[0] !== id_kp_timeStamping) throw new CmsFault("the certificate that signed it is not for time-stamping alone");
}

function checkChain({ signer, certificates }: OpenedCms, at: Date, trusted: readonly X509Certificate[]): void {
  let one = signer;
  for (let length = 1; length <= MAX_CHAIN; length += 1) {
    if (at < one.validFromDate || at > one.validToDate) throw new CmsFault("a certificate of the authority was not valid at that time");
    if (trusted.some((root) => root.fingerprint256 === one.fingerprint256)) return;
    const issuer = [...trusted, ...certificates].find((candidate) => candidate.fingerprint256 !== one.fingerprint256 && one.checkIssued(candidate) && one.verify(candidate.publicKey));
    if (issuer === undefined) break;
    if (!issuer.ca) throw new CmsFault("a certificate of the authority was issued by one that may issue none");
    one = issuer;
  }
  throw new CmsFault("its certificates do not lead to one that is trusted here");
}
