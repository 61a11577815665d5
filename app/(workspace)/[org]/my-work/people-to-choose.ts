import type { Delegations } from "#lib/delegation/index.ts";

/** Who could stand in, for a list to choose from; whoever is away today says so. */
export function peopleToChoose(choices: Delegations["choices"]): { value: string; label: string; note?: string }[] {
  return choices.map(({ id, name, away }) => ({ value: id, label: name, ...(away ? { note: "away today" } : {}) }));
}
