import { createHash, type KeyObject } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier, AttributeTypeAndValue, AttributeValue, BasicConstraints, Certificate, Extension, ExtendedKeyUsage, Extensions, id_ce_basicConstraints, id_ce_extKeyUsage,
  id_ce_keyUsage, id_ce_subjectKeyIdentifier, KeyUsage, KeyUsageFlags, Name, RelativeDistinguishedName, SubjectKeyIdentifier, SubjectPublicKeyInfo, TBSCertificate, Validity, Version,
} from "@peculiar/asn1-x509";

/** sha256WithRSAEncryption (RFC 4055). */
export const SHA256_WITH_RSA = "1.2.840.113549.1.1.11";
/** DER of NULL: RFC 4055 wants it as the parameters of RSA. */
export const NO_PARAMETERS = new Uint8Array([5, 0]).buffer;
const COMMON_NAME = "2.5.4.3";
const ORGANIZATION_NAME = "2.5.4.10";
/** X.520's upper bound of both names. */
const NAME_CHARACTERS = 64;

/** Signs by RSASSA-PKCS1-v1_5 with SHA-256: the same bytes give the same signature. */
export type RsaSign = (bytes: Uint8Array) => Promise<Uint8Array>;

export type CertificateWanted = {
  commonName: string;
  organization: string;
  /** Positive, 20 bytes at most (RFC 5280, 4.1.2.2). */
  serial: Uint8Array;
  notBefore: Date;
  notAfter: Date;
  publicKey: KeyObject;
  /** Object identifiers; whoever reads the certificate must understand them. */
  extendedUsage?: readonly string[];
};

/** A certificate that says of itself whose it is (RFC 5280): whoever trusts it compares its fingerprint by another way. */
export async function makeCertificate(wanted: CertificateWanted, sign: RsaSign): Promise<Buffer> {
  const name = nameOf(wanted);
  const signature = new AlgorithmIdentifier({ algorithm: SHA256_WITH_RSA, parameters: NO_PARAMETERS });
  const spki = wanted.publicKey.export({ format: "der", type: "spki" });
  const tbs = new TBSCertificate({
    version: Version.v3, serialNumber: exact(positive(wanted.serial)), signature, issuer: name, subject: name,
    validity: new Validity({ notBefore: wanted.notBefore, notAfter: wanted.notAfter }),
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    extensions: new Extensions([
      extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
      extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation)),
      extension(id_ce_subjectKeyIdentifier, false, new SubjectKeyIdentifier(exact(createHash("sha256").update(spki).digest().subarray(0, 20)))),
      ...(wanted.extendedUsage === undefined ? [] : [extension(id_ce_extKeyUsage, true, new ExtendedKeyUsage([...wanted.extendedUsage]))]),
    ]),
  });
  const signed = await sign(new Uint8Array(AsnConvert.serialize(tbs)));
  return Buffer.from(AsnConvert.serialize(new Certificate({ tbsCertificate: tbs, signatureAlgorithm: signature, signatureValue: exact(signed) })));
}

function extension(extnID: string, critical: boolean, value: unknown): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function nameOf({ organization, commonName }: CertificateWanted): Name {
  const part = (type: string, text: string): RelativeDistinguishedName =>
    new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String: [...text].slice(0, NAME_CHARACTERS).join("") }) })]);
  return new Name([part(ORGANIZATION_NAME, organization), part(COMMON_NAME, commonName)]);
}

/** A first bit that is set would make the number a negative one. */
function positive(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[0] = ((copy[0] ?? 0) & 0x3f) | 0x40;
  return copy;
}

/** Bytes in a buffer of their own: a Buffer of Node's may be a part of a larger one. */
export function exact(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}
