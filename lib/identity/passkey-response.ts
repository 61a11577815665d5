import { verifyAuthenticationResponse, verifyRegistrationResponse, type AuthenticationResponseJSON, type RegistrationResponseJSON, type WebAuthnCredential } from "@simplewebauthn/server";
import { z } from "zod";
import { errorFields, log } from "#lib/platform/log.ts";
import type { RelyingParty } from "./relying-party.ts";

/** What every device of today signs with: Ed25519, ES256, RS256 (RFC 9053, RFC 8812). */
export const SIGNATURE_ALGORITHMS: readonly number[] = [-8, -7, -257];

/** What a browser answers, as JSON. Keys and attestations take a few hundred bytes to a few thousand. */
export const responseInput = z.string().min(1).max(20_000);

// Only the shape is looked at here; what it says is the library's to judge, which knows the standard.
const base = { id: z.string(), rawId: z.string(), type: z.literal("public-key"), clientExtensionResults: z.looseObject({}) };
const registration = z.looseObject({ ...base, response: z.looseObject({ clientDataJSON: z.string(), attestationObject: z.string(), transports: z.array(z.string().max(20)).max(10).optional() }) });
const authentication = z.looseObject({ ...base, response: z.looseObject({ clientDataJSON: z.string(), authenticatorData: z.string(), signature: z.string() }) });

function shaped<Shape extends z.ZodType>(shape: Shape, text: string): z.output<Shape> | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Expected = { challenge: string; party: RelyingParty };

/** The credential that a browser made for this challenge, with the person verified by it; null when anything is not as it must be. */
export async function readRegistration(text: string, { challenge, party }: Expected): Promise<WebAuthnCredential | null> {
  const response = shaped(registration, text);
  if (response === null) return null;
  try {
    const answer = await verifyRegistrationResponse({
      response: response as unknown as RegistrationResponseJSON, expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true,
      supportedAlgorithmIDs: [...SIGNATURE_ALGORITHMS],
    });
    return answer.verified ? { ...answer.registrationInfo.credential, transports: response.response.transports ?? [] } : null;
  } catch (error) {
    // The library throws for whatever is wrong in an answer, which anybody may send.
    log.info("passkey.registration_refused", errorFields(error));
    return null;
  }
}

/** The id of the credential that an answer is of; null when it is no answer at all. */
export function credentialOf(text: string): string | null {
  return shaped(authentication, text)?.id ?? null;
}

/** The authenticator's counter after it signed this challenge; null when anything is not as it must be. */
export async function readAuthentication(text: string, credential: WebAuthnCredential, { challenge, party }: Expected): Promise<{ counter: number } | null> {
  const response = shaped(authentication, text);
  if (response === null) return null;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as unknown as AuthenticationResponseJSON, expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: party.id, credential, requireUserVerification: true,
    });
    return verified ? { counter: authenticationInfo.newCounter } : null;
  } catch (error) {
    log.info("passkey.answer_refused", errorFields(error));
    return null;
  }
}
