import { hash } from "node:crypto";
import { Attribute, CertificateChoices, CertificateSet, CMSVersion, ContentInfo, DigestAlgorithmIdentifier, DigestAlgorithmIdentifiers, EncapsulatedContent, EncapsulatedContentInfo, id_data, id_signedData, IssuerAndSerialNumber, SignatureAlgorithmIdentifier, SignedData, SignerIdentifier, SignerInfo, SignerInfos } from "@peculiar/asn1-cms";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { Certificate } from "@peculiar/asn1-x509";
import { DER, der } from "./der.ts";
import { exact, NO_PARAMETERS, SHA256_WITH_RSA, type RsaSign } from "./make-certificate.ts";

const SHA256 = "2.16.840.1.101.3.4.2.1";
export const CONTENT_TYPE = "1.2.840.113549.1.9.3";
export const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
/** id-aa-signingCertificateV2 (RFC 5035). */
export const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";

/** Who signs: a certificate (DER), and whatever holds its key. */
export type CmsSigner = { certificate: Uint8Array; sign: RsaSign };

/**
 * A signature in CMS (RFC 5652) with SHA-256 and RSA, its signed attributes as CAdES and RFC 3161 ask for them: type and hash
 * of the content, and the hash of the certificate, so that no other certificate of the same key can be put in its place.
 *
 * @param content its type, and either the bytes that go into the signature or the hash of those that stand elsewhere
 */
export async function signCms(content: { type?: string; bytes: Uint8Array } | { sha256: Uint8Array }, signer: CmsSigner): Promise<Buffer> {
  const type = "type" in content ? (content.type ?? id_data) : id_data;
  const digest = "bytes" in content ? hash("sha256", content.bytes, "buffer") : content.sha256;
  const certificate = AsnConvert.parse(signer.certificate, Certificate);
  const attributes = inDerOrder([
    attribute(CONTENT_TYPE, der(0x06, objectIdentifier(type))),
    attribute(MESSAGE_DIGEST, der(DER.octets, digest)),
    attribute(SIGNING_CERTIFICATE_V2, der(DER.sequence, der(DER.sequence, der(DER.sequence, der(DER.octets, hash("sha256", signer.certificate, "buffer")))))),
  ]);
  const signature = await signer.sign(der(DER.set, ...attributes.map((one) => new Uint8Array(AsnConvert.serialize(one)))));
  const digestAlgorithm = new DigestAlgorithmIdentifier({ algorithm: SHA256 });
  const signed = new SignedData({
    version: type === id_data ? CMSVersion.v1 : CMSVersion.v3,
    digestAlgorithms: new DigestAlgorithmIdentifiers([digestAlgorithm]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: type, ...("bytes" in content ? { eContent: new EncapsulatedContent({ single: new OctetString(exact(content.bytes)) }) } : {}) }),
    certificates: new CertificateSet([new CertificateChoices({ certificate })]),
    signerInfos: new SignerInfos([
      new SignerInfo({
        version: CMSVersion.v1, digestAlgorithm, signedAttrs: attributes, signature: new OctetString(exact(signature)),
        sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer: certificate.tbsCertificate.issuer, serialNumber: certificate.tbsCertificate.serialNumber }) }),
        signatureAlgorithm: new SignatureAlgorithmIdentifier({ algorithm: SHA256_WITH_RSA, parameters: NO_PARAMETERS }),
      }),
    ]),
  });
  return Buffer.from(AsnConvert.serialize(new ContentInfo({ contentType: id_signedData, content: AsnConvert.serialize(signed) })));
}

function attribute(attrType: string, value: Uint8Array): Attribute {
  return new Attribute({ attrType, attrValues: [exact(value)] });
}

/** Members of a set stand in the order of their bytes (X.690, 11.6). */
function inDerOrder(attributes: readonly Attribute[]): Attribute[] {
  return attributes.map((one) => ({ one, bytes: Buffer.from(AsnConvert.serialize(one)) })).sort((a, b) => Buffer.compare(a.bytes, b.bytes)).map(({ one }) => one);
}

/** The content of an OBJECT IDENTIFIER (X.690, 8.19). */
function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return Uint8Array.from([first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left & 0x7f) | 0x80);
    return groups;
  }));
}
