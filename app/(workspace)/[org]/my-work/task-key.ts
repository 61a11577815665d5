/** A row of tasks as its box names it, `<kind>-<id>`, read back; the verb refuses kinds that there are not. */
export function givenWork(key: string): { kind: string; id: string } {
  const at = key.indexOf("-");
  return { kind: key.slice(0, at), id: key.slice(at + 1) };
}
