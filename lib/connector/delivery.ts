// What comes to an address of a connection's own, without being asked for.

/** A message as a mail server took it, with what that server saw of who brought it. */
export type Delivery = {
  bytes: Uint8Array;
  /** By our clock. */
  receivedAt: Date;
  /** What was said in the envelope, not in the message: MAIL FROM and RCPT TO. */
  from: string;
  to: string;
  /** The address that the connection came from, and the name that it gave itself. */
  ip: string;
  helo: string;
};

/**
 * Asks the DNS, as node:dns's `resolve` does.
 *
 * @throws Error with `code` ENOTFOUND or ENODATA where there is no such record
 */
export type Resolve = (name: string, type: string) => Promise<string[][] | string[]>;

/** A file in a message, or a message in it. */
export type MessagePart = { name: string; mediaType: string; bytes: Uint8Array };

/** A message as people read it. */
export type OpenedMessage = {
  headers: readonly { name: string; value: string }[];
  /** What it says in words; of a message that only has HTML, the words of that. Null when it says nothing. */
  text: string | null;
  parts: readonly MessagePart[];
  /** Why it could not be taken apart, in a sentence; null when it could. */
  unopened: string | null;
};
