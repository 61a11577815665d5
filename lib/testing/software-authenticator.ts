import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

/** What a device says of itself and of the page it was asked on; a test changes one to see it refused. */
export type Claims = { origin: string; rpId: string; userVerified?: boolean; counter?: number };

/** A device with one passkey (ES256, attestation "none"), as WebAuthn level 3 lays out its answers. */
export type SoftwareAuthenticator = {
  credentialId: string;
  register(challenge: string, claims: Claims): string;
  answer(challenge: string, claims: Claims): string;
};

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

type Encodable = number | string | Uint8Array | ReadonlyMap<number | string, Encodable>;

/** CBOR (RFC 8949) of what an attestation consists of. */
function cbor(value: Encodable): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, entry]) => [cbor(key), cbor(entry)])]);
}

function head(major: number, length: number): Buffer {
  const type = major << 5;
  if (length < 24) return Buffer.from([type | length]);
  return length < 256 ? Buffer.from([type | 24, length]) : Buffer.from([type | 25, length >> 8, length & 0xff]);
}

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

function authenticatorData({ rpId, userVerified = true, counter = 0 }: Claims, attested: Buffer | null): Buffer {
  const flags = PRESENT | (userVerified ? VERIFIED : 0) | (attested === null ? 0 : ATTESTED);
  const tail = Buffer.alloc(5);
  tail.writeUInt8(flags);
  tail.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(rpId), tail, attested ?? Buffer.alloc(0)]);
}

/** The public key as COSE writes it (RFC 9053, section 7.1): EC2, ES256, P-256, x, y. */
function coseKey(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return cbor(new Map<number, Encodable>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, "base64url")], [-3, Buffer.from(y, "base64url")]]));
}

export function softwareAuthenticator(): SoftwareAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(16);
  const credentialId = id.toString("base64url");
  const clientData = (type: string, challenge: string, { origin }: Claims): Buffer => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const answered = (response: Record<string, unknown>): string => JSON.stringify({ id: credentialId, rawId: credentialId, type: "public-key", clientExtensionResults: {}, response });
  return {
    credentialId,
    register(challenge, claims) {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKey(publicKey)]);
      const attestation = cbor(new Map<string, Encodable>([["fmt", "none"], ["attStmt", new Map()], ["authData", authenticatorData(claims, attested)]]));
      return answered({ clientDataJSON: clientData("webauthn.create", challenge, claims).toString("base64url"), attestationObject: attestation.toString("base64url"), transports: ["internal"] });
    },
    answer(challenge, claims) {
      const [data, client] = [authenticatorData(claims, null), clientData("webauthn.get", challenge, claims)];
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), privateKey);
      return answered({ clientDataJSON: client.toString("base64url"), authenticatorData: data.toString("base64url"), signature: signature.toString("base64url") });
    },
  };
}
