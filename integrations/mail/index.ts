import type { Connector } from "#lib/connector/index.ts";
import { open } from "./open.ts";
import { newAddress, receive } from "./receive.ts";
import { transform } from "./transform.ts";

/** Mail that tools send to an address of their own. What it takes and what it proves: README.md. */
export const mail: Connector = {
  manifest: {
    id: "mail", name: "Mail", version: "1", vendor: "Any mail server", explains: "Reports and alerts that tools send by mail, with whether their sender is proven.",
    trust: "documented", provenBy: "a mail of Debian’s Alertmanager; messages signed, changed and forged in tests, with a DNS of their own; no signature of a real provider", capabilities: ["receive"],
    strategies: [{ id: "address", name: "An address of its own", explains: "Tickmark gives each source an address that nobody guesses. Who knows it may send to it; only what its sender is proven for counts.", fields: [] }],
    settings: [{
      name: "senders", label: "Who reports", kind: "lines", required: true, hint: "Addresses or domains, one a line, such as alerts@example.com or example.com. What comes from others is kept, and proves nothing.",
      pattern: { source: "(?:[^@\\s]+@)?[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+", says: "An address or a domain." },
    }],
    leastPrivilege: { explains: "The sender’s domain has to sign its mail (DKIM) or name its servers (SPF), and to say so (DMARC).", format: "text", text: 'v=DMARC1; p=reject' },
    cannotSee: ["Mail that was not sent, or got lost on the way: absence of mail proves nothing.", "Whether what a message says is true: only whose domain stands behind it.", "Who of a domain wrote it."],
  },
  collectors: [],
  receiver: { newAddress, receive, transform, open },
  identify: ({ settings }) => Promise.resolve({ id: "mail", name: "Mail", tenant: (settings.senders ?? "").split("\n").join(", ") }),
  // Nothing can be tried before something came.
  probe: () => Promise.resolve([]),
};
