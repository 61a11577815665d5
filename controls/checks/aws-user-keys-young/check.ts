import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes }, { pass, fail, error, notApplicable, now, parameters }) => {
  if (!Array.isArray(attributes.keys)) return error("The user’s keys are not known.");
  const active = (attributes.keys as readonly { active?: boolean | null; rotated_at?: string | null; used_at?: string | null }[]).filter(({ active: on }) => on !== false);
  if (active.length === 0) return notApplicable("The user has no key that is active.");
  if (active.some(({ active: on, rotated_at: at }) => typeof on !== "boolean" || typeof at !== "string")) return error("The age of a key is not known.");
  const days = Math.max(...active.map(({ rotated_at: at }) => Math.floor((now.getTime() - Date.parse(at ?? "")) / 86_400_000)));
  return days <= (parameters.days ?? 0) ? pass(`The oldest is ${days} days old.`) : fail(`A key is ${days} days old.`);
};
