/**
 * Where a provider sends people back to. Each organization has an address of its own, so that an answer of one provider
 * is never taken for another's (RFC 9700, section 4.4).
 */
export function callbackAddress(baseUrl: string, organizationId: string): string {
  return `${baseUrl}/api/sign-in/callback/${organizationId}`;
}
