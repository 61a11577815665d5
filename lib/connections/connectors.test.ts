import { expect, test } from "vitest";
import { connectorOf, knownConnectors, receiverOf, transformOf } from "./connectors.ts";

test("only what brings something is offered: a connector collects, or receives", () => {
  expect(knownConnectors().length).toBeGreaterThan(0);
  expect(knownConnectors().filter(({ collectors, receiver }) => collectors.length === 0 && receiver === undefined)).toEqual([]);
});

test("what is received is made rows of by its connector's receiver, and by no other's", () => {
  expect(transformOf(connectorOf("mail"), "received")).not.toBeNull();
  expect(transformOf(connectorOf("github"), "received")).toBeNull();
  expect(() => receiverOf(connectorOf("github"))).toThrow(expect.objectContaining({ reason: "receiver_not_found" }));
});
