/** An address for a name, as far as its letters allow: "Änne & Söhne GmbH" -> "anne-sohne-gmbh". */
export function suggestSlug(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^[^a-z]+/, "").slice(0, 40).replace(/-+$/, "");
}
