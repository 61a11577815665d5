import { randomBytes } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { AlgorithmIdentifier } from "@peculiar/asn1-x509";
import { MessageImprint, TimeStampReq, TimeStampReqVersion } from "@peculiar/asn1-tsp";
import { exact } from "../cms/make-certificate.ts";
import { AppError } from "../errors.ts";
import { runtime } from "../runtime.ts";

export const SHA256 = "2.16.840.1.101.3.4.2.1";
const NONCE_BYTES = 16;

/** A question to a time-stamping authority (RFC 3161, 2.4.1): for a hash, with its certificates, told apart by a number. */
export function timeStampQuestion(sha256: Uint8Array): { bytes: Buffer; nonce: Buffer } {
  const nonce = randomBytes(NONCE_BYTES);
  // Neither negative nor beginning with a zero.
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  const question = new TimeStampReq({
    version: TimeStampReqVersion.v1, certReq: true, nonce: exact(nonce),
    messageImprint: new MessageImprint({ hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA256 }), hashedMessage: new OctetString(exact(sha256)) }),
  });
  return { bytes: Buffer.from(AsnConvert.serialize(question)), nonce };
}

/**
 * Has an authority stamp a hash, over HTTP (RFC 3161, 3.4). The answer proves itself, so it need not come by TLS.
 *
 * @throws AppError precondition_failed: not reached, or no answer of an authority
 */
export async function askTimeStamp(url: string, question: Uint8Array): Promise<Buffer> {
  const answer = await asked(url, question);
  if (answer.status !== 200) throw new AppError("precondition_failed", "authority_refused", `The authority answered ${answer.status}.`);
  return Buffer.from(await answer.arrayBuffer());
}

async function asked(url: string, question: Uint8Array): Promise<Response> {
  try {
    return await runtime().outbound.fetch(url, { method: "POST", provesItself: true, headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" }, body: question });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("precondition_failed", "authority_unreachable", "The authority could not be reached.", [], { cause: error });
  }
}
