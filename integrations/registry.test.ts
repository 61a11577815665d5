import { expect, test } from "vitest";
import { CONNECTORS } from "./registry.ts";

test("each connector is one folder of its own name, with collectors of different names", () => {
  const ids = CONNECTORS.map(({ manifest }) => manifest.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { manifest, collectors } of CONNECTORS) expect([manifest.id, new Set(collectors.map(({ id }) => id)).size]).toEqual([manifest.id, collectors.length]);
});

test("each says what it cannot see, what it rests on and the least that it needs; secrets are secret fields", () => {
  for (const { manifest } of CONNECTORS) {
    expect([manifest.id, manifest.cannotSee.length > 0, manifest.provenBy !== "", manifest.leastPrivilege.text !== "", manifest.strategies.length > 0]).toEqual([manifest.id, true, true, true, true]);
    for (const field of [...manifest.settings, ...manifest.strategies.flatMap(({ fields }) => fields)]) {
      if (field.pattern !== undefined) expect(() => new RegExp(`^(?:${field.pattern?.source ?? ""})$`)).not.toThrow();
      if (/token|secret|password|private/i.test(field.name)) expect([field.name, field.kind]).toEqual([field.name, "secret"]);
    }
    expect(manifest.settings.filter(({ kind }) => kind === "secret")).toEqual([]);
  }
});
