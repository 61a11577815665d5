import type { Collector, Connector } from "#lib/connector/index.ts";
import { notFound } from "#lib/platform/errors.ts";
import { CONNECTORS } from "../../integrations/registry.ts";

// What only receives, such as mail, is offered when something of Tickmark's takes it: until then a connection would wait for nothing.
const OFFERED = CONNECTORS.filter(({ collectors }) => collectors.length > 0);

let known: readonly Connector[] = OFFERED;

/** Every connector that an organization can connect. */
export function knownConnectors(): readonly Connector[] {
  return known;
}

/** Has a test's own connectors known beside the registry's; undefined lifts it. */
export function overrideConnectors(own: readonly Connector[] | undefined): void {
  known = own === undefined ? OFFERED : [...OFFERED, ...own];
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
