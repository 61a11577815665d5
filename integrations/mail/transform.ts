import { readItems, type Answer, type RowOf, type Transformed } from "#lib/connector/index.ts";
import { received, type Received } from "./schema.ts";

export const RECEIVED = "mail received";

/**
 * The row of one stored message, known by the hash of what came: whoever sends again what was taken already sends the
 * same, and nobody takes another message's place by taking its Message-ID. Pure.
 */
export function transform({ operation, body }: Answer): Transformed {
  return operation === RECEIVED ? readItems([body], received, "", (one) => [messageRow(one)]) : { rows: [], unreadable: [] };
}

function messageRow(one: Received): RowOf<"message"> {
  const expected = isExpected(one);
  return {
    kind: "message", scope: null, url: null, externalId: one.sha256, subject: one.subject.slice(0, 2000), sender: one.from.slice(0, 2000), receivedAt: one.received_at,
    authenticated: expected && provesSender(one),
    checks: { spf: one.spf.result, dkim: one.dkim.map(({ result, domain }) => `${result}${domain === null ? "" : ` ${domain}`}`).join(", ").slice(0, 2000) || "none", dmarc: one.dmarc.result, sender: expected ? "expected" : "not expected" },
    attributes: { message_id: one.message_id, date: one.date, sha256: one.sha256, bytes: one.bytes, dmarc_policy: one.dmarc.policy, parts: one.parts, unopened: one.unopened },
  };
}

/**
 * Whether the domain that the message says it is from stands behind it: a signature of that domain that holds, or a
 * server that the domain names (SPF), both judged by DMARC. Whatever is unknown, such as a DNS that does not answer, proves nothing.
 */
function provesSender({ dmarc, dkim }: Received): boolean {
  return dmarc.result === "pass" || (dmarc.result === "none" && dkim.some(({ result, aligned }) => result === "pass" && aligned));
}

/** Whether it comes from one of those that may report here: an address, or a domain with all below it. */
function isExpected({ from, expected }: Received): boolean {
  const address = from.toLowerCase();
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return expected.some((one) => (one.includes("@") ? one.toLowerCase() === address : domain === one.toLowerCase() || domain.endsWith(`.${one.toLowerCase()}`)));
}
