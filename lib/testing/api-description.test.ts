import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { apiDescription } from "#app/api/v1/description.ts";
import { OPERATIONS } from "#app/api/v1/operations.ts";
import { API_SCOPES } from "#lib/api-keys/client.ts";
import { findRoutes } from "./discover.ts";

type Described = { openapi: string; paths: Record<string, Record<string, { parameters: { name: string; description: string; required: boolean }[] }>> };
const description = apiDescription("https://tickmark.example.com", "1.2.3") as Described;

test("the description is one by the schema of OpenAPI 3.1", async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(description) as Record<string, unknown>);
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  expect(description.openapi).toBe("3.1.1");
});

test("the description names every method of every route that there is, and no other", () => {
  const routes = findRoutes().filter(({ file }) => file.startsWith("app/api/v1/") && !/openapi\.json|\[\.\.\.path\]/.test(file));
  const there = routes.flatMap(({ address, methods }) => methods.map(({ name }) => `${name.toLowerCase()} ${address.replace("/api/v1", "")}`));
  const said = Object.entries(description.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  expect(said.sort()).toEqual(there.sort());
});

test("every scope opens something, and everything says what it needs", () => {
  expect([...new Set(OPERATIONS.map(({ scope }) => scope))].sort()).toEqual([...API_SCOPES].sort());
});

test("every parameter is explained, and what must be sent is said so", () => {
  const parameters = Object.values(description.paths).flatMap((methods) => Object.values(methods)).flatMap((operation) => operation.parameters);
  expect(parameters.filter((one) => one.description === "")).toEqual([]);
  expect(parameters.filter(({ required }) => required).map(({ name }) => name)).toEqual(["request"]);
});
