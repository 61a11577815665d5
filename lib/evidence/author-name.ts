/** How an author of facts is named: a member, an API key or an acceptance rule by name, Tickmark's own work by what it was. */
export function authorName(actorId: string, names: ReadonlyMap<string, string>): string {
  if (actorId.startsWith("rule:")) return names.get(actorId) ?? "Tickmark, by rule";
  if (actorId.startsWith("system:")) return "Tickmark";
  return names.get(actorId) ?? "A former member";
}
