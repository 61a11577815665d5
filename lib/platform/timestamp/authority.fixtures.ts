import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ContentInfo } from "@peculiar/asn1-cms";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import { id_kp_timeStamping } from "@peculiar/asn1-x509";
import { id_ct_tstInfo, MessageImprint, PKIStatus, PKIStatusInfo, TimeStampReq, TimeStampResp, TSTInfo, TSTInfoVersion } from "@peculiar/asn1-tsp";
import { exact, makeCertificate } from "../cms/make-certificate.ts";
import { signCms } from "../cms/sign-cms.ts";

/** What a dishonest or broken authority does differently. */
export type Misdeeds = { hash?: Uint8Array; nonce?: Uint8Array; at?: Date; status?: PKIStatus; contentType?: string };

export type TestAuthority = { certificate: string; answer(question: Uint8Array, misdeeds?: Misdeeds): Promise<Buffer> };

/** A time-stamping authority of the tests, with a certificate that stands for itself. */
export async function testAuthority({ now, purposes = [id_kp_timeStamping] }: { now: Date; purposes?: readonly string[] }): Promise<TestAuthority> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const rsa = (bytes: Uint8Array): Promise<Uint8Array> => Promise.resolve(sign("sha256", bytes, privateKey));
  const der = await makeCertificate({ commonName: "Test time", organization: "Test authority", serial: randomBytes(8), notBefore: new Date(now.getTime() - 1000), notAfter: new Date(now.getTime() + 365 * 86_400_000), publicKey, extendedUsage: purposes }, rsa);
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/(.{64})/g, "$1\n").trimEnd()}\n-----END CERTIFICATE-----\n`,
    async answer(question, misdeeds = {}) {
      const asked = AsnConvert.parse(question, TimeStampReq);
      const { hash, nonce, at = now, status = PKIStatus.granted, contentType = id_ct_tstInfo } = misdeeds;
      const info = new TSTInfo({
        version: TSTInfoVersion.v1, policy: "1.2.3.4", serialNumber: exact(Uint8Array.of(7)), genTime: at,
        messageImprint: hash === undefined ? asked.messageImprint : new MessageImprint({ hashAlgorithm: asked.messageImprint.hashAlgorithm, hashedMessage: new OctetString(exact(hash)) }),
        ...(nonce === undefined ? (asked.nonce === undefined ? {} : { nonce: asked.nonce }) : { nonce: exact(nonce) }),
      });
      const token = await signCms({ type: contentType, bytes: new Uint8Array(AsnConvert.serialize(info)) }, { certificate: der, sign: rsa });
      return Buffer.from(AsnConvert.serialize(new TimeStampResp({ status: new PKIStatusInfo({ status }), timeStampToken: AsnConvert.parse(token, ContentInfo) })));
    },
  };
}

/** The authority at an address of this machine; `misdeeds` can be changed while it answers. */
export async function serveAuthority(authority: TestAuthority): Promise<{ url: string; misdeeds: Misdeeds; server: Server }> {
  const served = { misdeeds: {} as Misdeeds };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => void parts.push(part));
    request.on("end", () => void authority.answer(Buffer.concat(parts), served.misdeeds).then((bytes) => response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(bytes)));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return Object.assign(served, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server });
}
