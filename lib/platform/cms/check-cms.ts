import { createHash, hash, verify, X509Certificate } from "node:crypto";
import { ContentInfo, id_signedData, SignedData, type SignerInfo } from "@peculiar/asn1-cms";
import { AsnConvert } from "@peculiar/asn1-schema";
import { CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2 } from "./sign-cms.ts";
import { DER, der, readDer } from "./der.ts";

/** Hashes that a signature may rest on. */
const HASHES: Readonly<Record<string, string>> = { "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384", "2.16.840.1.101.3.4.2.3": "sha512" };
/** RSA by PKCS #1 v1.5, alone or with its hash, and ECDSA with its hash. */
const SIGNATURES = new Set(["1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13", "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"]);
/** id-aa-signingCertificate (RFC 2634), by SHA-1: what RFC 3161 itself names. */
const SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";

/** A signature that holds over its content, by the key of `signer`; whether that one is to be believed is another question. */
export type OpenedCms = { contentType: string; content: Buffer; signer: X509Certificate; certificates: X509Certificate[] };

/** Why a signature cannot be relied on, in a clause. */
export class CmsFault extends Error {}

/**
 * Opens a signature in CMS (RFC 5652) with one signer.
 *
 * @param detached the content, where it stands elsewhere
 * @throws CmsFault
 */
export function openCms(bytes: Uint8Array, detached?: Uint8Array): OpenedCms {
  const signed = parse(bytes);
  const [info, ...others] = [...signed.signerInfos];
  if (info === undefined || others.length > 0) throw new CmsFault("it does not have one signer");
  const held = signed.encapContentInfo.eContent?.single?.buffer;
  const content = detached ?? (held === undefined ? undefined : new Uint8Array(held));
  if (content === undefined) throw new CmsFault("it holds no content");
  const certificates = [...(signed.certificates ?? [])].flatMap(({ certificate }) => (certificate === undefined ? [] : [new X509Certificate(Buffer.from(AsnConvert.serialize(certificate)))]));
  const signer = certificates.find((one) => isSigner(info, one));
  if (signer === undefined) throw new CmsFault("the certificate of its signer is not in it");
  const contentType = signed.encapContentInfo.eContentType;
  checkSignature(info, signer, Buffer.from(content), contentType);
  return { contentType, content: Buffer.from(content), signer, certificates };
}

function parse(bytes: Uint8Array): SignedData {
  try {
    const { contentType, content } = AsnConvert.parse(bytes, ContentInfo);
    if (contentType === id_signedData) return AsnConvert.parse(content, SignedData);
  } catch (error) {
    throw new CmsFault("it is not DER of a signature", { cause: error });
  }
  throw new CmsFault("it is no signature");
}

function isSigner({ sid }: SignerInfo, certificate: X509Certificate): boolean {
  const wanted = sid.issuerAndSerialNumber;
  if (wanted === undefined) return false;
  const serial = Buffer.from(wanted.serialNumber).toString("hex").replace(/^(00)+(?=.)/, "");
  if (certificate.serialNumber.toLowerCase().replace(/^(00)+(?=.)/, "") !== serial) return false;
  return certificate.raw.includes(Buffer.from(AsnConvert.serialize(wanted.issuer)));
}

function checkSignature(info: SignerInfo, signer: X509Certificate, content: Buffer, contentType: string): void {
  const digest = HASHES[info.digestAlgorithm.algorithm];
  if (digest === undefined || !SIGNATURES.has(info.signatureAlgorithm.algorithm)) throw new CmsFault("it rests on an algorithm that is not relied on here");
  const { signedAttrs } = info;
  if (signedAttrs === undefined) throw new CmsFault("it does not sign what it says of the content");
  const only = (type: string): Uint8Array | undefined => {
    const found = signedAttrs.filter((one) => one.attrType === type);
    return found.length === 1 && found[0]?.attrValues.length === 1 ? new Uint8Array(found[0].attrValues[0] ?? new ArrayBuffer(0)) : undefined;
  };
  const told = readOne(only(MESSAGE_DIGEST));
  if (told === undefined || !createHash(digest).update(content).digest().equals(told)) throw new CmsFault("its content is not what was signed");
  const type = only(CONTENT_TYPE);
  if (type === undefined || AsnConvert.parse(encapsulated(type), ContentInfo).contentType !== contentType) throw new CmsFault("it was signed for content of another type");
  if (!namesCertificate(only(SIGNING_CERTIFICATE_V2), only(SIGNING_CERTIFICATE), signer)) throw new CmsFault("it was made with another certificate of the same key");
  // Signed is the DER of the set itself, not of the field that it stands in (RFC 5652, 5.4).
  const set = der(DER.set, ...signedAttrs.map((one) => new Uint8Array(AsnConvert.serialize(one))));
  if (!verify(digest, set, signer.publicKey, Buffer.from(info.signature.buffer))) throw new CmsFault("its signature does not hold");
}

/** An object identifier as the start of a ContentInfo, which has a type that reads it. */
function encapsulated(oid: Uint8Array): Uint8Array {
  const content = Uint8Array.from([0xa0, 2, 5, 0]);
  return Uint8Array.from([DER.sequence, oid.length + content.length, ...oid, ...content]);
}

function readOne(value: Uint8Array | undefined): Uint8Array | undefined {
  return value === undefined ? undefined : readDer(value)[0]?.content;
}

/** Whether the first certificate that the signature names (RFC 5035; the older form by SHA-1) is the signer's. */
function namesCertificate(v2: Uint8Array | undefined, v1: Uint8Array | undefined, signer: X509Certificate): boolean {
  const first = readDer(readOne(v2 ?? v1) ?? new Uint8Array());
  const id = readDer(readDer(first[0]?.content ?? new Uint8Array())[0]?.content ?? new Uint8Array());
  // An algorithm stands before the hash where it is not the usual one.
  const named = id.find(({ tag }) => tag === DER.octets)?.content;
  if (named === undefined) return false;
  if (v2 === undefined) return named.length === 20 && hash("sha1", signer.raw, "buffer").equals(named);
  return ["sha256", "sha384", "sha512"].some((name) => hash(name, signer.raw, "buffer").equals(named));
}
