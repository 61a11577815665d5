import { type EventDraft, sourceFields } from "./event-draft.ts";
import { type Shape, textField, writeShapes } from "./shapes.ts";

/** ftpd, vsftpd and klogind: older network sign-in daemons. */
export function readFtpd(message: string, event: EventDraft): boolean {
  return writeShapes(SHAPES, message, event, { category: "authentication" });
}

const SHAPES: readonly Shape[] = [
  // The second address is the resolver's; the first is what connected.
  [/^connection from (\S+)(?: \(\S*\))?(?: at .*)?$/s, (found) => ({ action: "connection_opened", ...sourceFields(found[1]) })],
  [
    /^ANONYMOUS FTP LOGIN FROM ([^\s,]+)/s,
    (found) => ({ action: "authentication_succeeded", outcome: "success", user: "anonymous", ...sourceFields(found[1]) }),
  ],
  [
    /^FTP LOGIN FROM ([^\s,]+)(?: \[(\S+)\])?(?:, | as )(\S+)/s,
    (found) => ({ action: "authentication_succeeded", outcome: "success", user: found[3]!, ...sourceFields(found[2] ?? found[1]) }),
  ],
  [
    /^FTP LOGIN FAILED FROM ([^\s,]+)(?: \[(\S+)\])?, (\S+)/s,
    (found) => ({ action: "authentication_failed", outcome: "failure", user: found[3]!, ...sourceFields(found[2] ?? found[1]) }),
  ],
  [
    /^(?:\[pid \d+\] )?(?:\[([^\]]*)\] )?(OK|FAIL) LOGIN: Client "([^"]+)"/s,
    (found) => ({
      action: found[2] === "OK" ? "authentication_succeeded" : "authentication_failed",
      outcome: found[2] === "OK" ? "success" : "failure",
      ...textField("user", found[1]),
      ...sourceFields(found[3]),
    }),
  ],
  [
    /^Authentication failed from (\S+) \(/s,
    (found) => ({ action: "authentication_failed", outcome: "failure", authMethod: "kerberos", ...sourceFields(found[1]) }),
  ],
  // Comes before klogind's `Authentication failed from` line of the same attempt, without an address.
  [/^Kerberos authentication failed$/s, () => ({ outcome: "failure", authMethod: "kerberos", detail: "no address on this line" })],
  [/^User unknown timed out after (\d+) seconds/s, (found) => ({ action: "connection_closed", detail: `timed out after ${found[1]} s` })],
];
