import type { Collector, Connector } from "#lib/connector/index.ts";
import { notFound } from "#lib/platform/errors.ts";
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

/** @throws AppError not_found */
export function collectorOf(connector: Connector, id: string): Collector {
  const found = connector.collectors.find((one) => one.id === id);
  if (found === undefined) throw notFound("collector");
  return found;
}
