import type { EventRecord } from "../fields.ts";
import type { Logsource } from "./rule.ts";

/**
 * Which rules look at which events. A rule is left out when the event states another product, service or category than
 * the rule asks for. What the event does not state excludes nothing: a line of unknown origin is shown to every rule,
 * since missing an attack is worse than looking twice.
 */
export function routes(logsource: Logsource, event: Logsource): boolean {
  return (
    agrees(logsource.product, event.product) &&
    (agrees(logsource.service, event.service) || covers(logsource.service, event.service)) &&
    agrees(logsource.category, event.category)
  );
}

/** Rules name broader logs than the program that wrote a line: `auth` is a file that many programs write to. */
export const WIDER_SERVICES: { readonly [service: string]: readonly string[] } = {
  auth: ["sshd", "sudo", "su", "ftp", "vsftpd"],
  syslog: ["sshd", "sudo", "su", "auth", "cron", "kernel", "ftp", "vsftpd"],
};

function covers(wanted: string | undefined, stated: string | undefined): boolean {
  return wanted !== undefined && stated !== undefined && Object.hasOwn(WIDER_SERVICES, wanted) && WIDER_SERVICES[wanted]!.includes(stated);
}

function agrees(wanted: string | undefined, stated: string | undefined): boolean {
  return wanted === undefined || stated === undefined || wanted === stated;
}

/** The log source that an event states; anything but text counts as not stated. */
export function statedLogsource(event: EventRecord): Logsource {
  return { product: statedText(event, "product"), service: statedText(event, "service"), category: statedText(event, "category") };
}

function statedText(event: EventRecord, key: string): string | undefined {
  const value = Object.hasOwn(event, key) ? event[key] : undefined;
  return typeof value === "string" ? value.toLowerCase() : undefined;
}
