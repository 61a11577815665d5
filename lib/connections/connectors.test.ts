import { expect, test } from "vitest";
import { connectorOf, knownConnectors } from "./connectors.ts";

test("only what brings something is offered: a connection that could receive nothing is none", () => {
  expect(knownConnectors().length).toBeGreaterThan(0);
  expect(knownConnectors().filter(({ collectors }) => collectors.length === 0)).toEqual([]);
  expect(() => connectorOf("mail")).toThrow(expect.objectContaining({ reason: "connector_not_found" }));
});
