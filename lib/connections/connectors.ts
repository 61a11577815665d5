import type { Answer, Collector, Connector, Receiver, Transformed } from "#lib/connector/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { RECEIVED } from "./client.ts";
import { CONNECTORS } from "../../integrations/registry.ts";

let known: readonly Connector[] = CONNECTORS;

/** Every connector that an organization can connect. */
export function knownConnectors(): readonly Connector[] {
  return known;
}

/** Has a test's own connectors known beside the registry's; undefined lifts it. */
export function overrideConnectors(own: readonly Connector[] | undefined): void {
  known = own === undefined ? CONNECTORS : [...CONNECTORS, ...own];
}

/** @throws AppError not_found for one that this version does not have */
export function connectorOf(id: string): Connector {
  const found = known.find(({ manifest }) => manifest.id === id);
  if (found === undefined) throw notFound("connector");
  return found;
}

/** The collectors of a connector; none of one that this version does not have. */
export function collectorsOf(id: string): readonly Pick<Collector, "id" | "yields" | "everyHours">[] {
  return known.find(({ manifest }) => manifest.id === id)?.collectors ?? [];
}

/** @throws AppError not_found */
export function collectorOf(connector: Connector, id: string): Collector {
  const found = connector.collectors.find((one) => one.id === id);
  if (found === undefined) throw notFound("collector");
  return found;
}

/** What a connector makes of a stored answer; null where this version has no such collector. */
export function transformOf({ collectors, receiver }: Connector, collector: string): ((answer: Answer) => Transformed) | null {
  const found = collectors.find(({ id }) => id === collector) ?? (collector === RECEIVED ? receiver : undefined);
  return found === undefined ? null : (answer) => found.transform(answer);
}

/** @throws AppError not_found for a connector that takes nothing */
export function receiverOf({ receiver }: Connector): Receiver {
  if (receiver === undefined) throw notFound("receiver");
  return receiver;
}
