/**
 * What to say when a browser made or used no passkey; null for an error that is none of its refusals. Browsers say the same
 * for "cancelled" and for "none here", on purpose (WebAuthn level 3, section 14.5).
 */
export function passkeyRefusal(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  switch (error.name) {
    case "NotAllowedError":
    case "AbortError":
      return "The browser used no passkey: it was cancelled, took too long, or there is none here.";
    case "InvalidStateError":
      return "This device has a passkey for your account already.";
    case "SecurityError":
    case "NotSupportedError":
      return "This browser cannot use passkeys here.";
    case "WebAuthnError":
      return "This browser cannot use passkeys here.";
    default:
      return null;
  }
}

/** Why passkeys do not work at the address that this browser has open; null when they do. */
export function wrongOrigin(origin: string): string | null {
  return window.location.origin === origin ? null : `Passkeys work at ${origin} only. Open Tickmark there.`;
}
