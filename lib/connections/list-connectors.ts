import { z } from "zod";
import { defineVerb, idInput } from "#lib/access/index.ts";
import { TRUST_LEVELS, type Collector, type Connector, type Manifest } from "#lib/connector/index.ts";
import { connectorOf, knownConnectors } from "./connectors.ts";

export type CollectorCard = Pick<Collector, "id" | "name" | "explains" | "everyHours" | "fullEveryDays" | "yields">;

/** A connector as people choose it: what it brings, how far it was proven, what it cannot see. */
export type ConnectorCard = Omit<Manifest, "waitWanted" | "secretParameters"> & { trustWords: string; collectors: CollectorCard[]; /** Whether it takes what comes by itself, at an address of its own. */ receives: boolean };

export function cardOf({ manifest, collectors, receiver }: Connector): ConnectorCard {
  const { waitWanted: _waitWanted, secretParameters: _secretParameters, ...shown } = manifest;
  return { ...shown, receives: receiver !== undefined, trustWords: TRUST_LEVELS[manifest.trust], collectors: collectors.map(({ id, name, explains, everyHours, fullEveryDays, yields }) => ({ id, name, explains, everyHours, fullEveryDays, yields })) };
}

/** Every connector that there is, by name. */
export const listConnectors = defineVerb({
  name: "connections.list_connectors",
  permission: "connections.read",
  effect: "read",
  input: z.strictObject({}),
  run: (): Promise<ConnectorCard[]> => Promise.resolve(knownConnectors().map(cardOf).sort((a, b) => a.name.localeCompare(b.name, "en"))),
});

/** One connector, for its form. @throws AppError not_found */
export const readConnector = defineVerb({
  name: "connections.read_connector",
  permission: "connections.read",
  effect: "read",
  input: z.strictObject({ connector: idInput }),
  run: ({ input }): Promise<ConnectorCard> => Promise.resolve(cardOf(connectorOf(input.connector))),
});
