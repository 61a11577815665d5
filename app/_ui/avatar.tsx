/** The initials of a name: first and last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter((word) => word !== "");
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => Array.from(word ?? "")[0] ?? "").join("").toLocaleUpperCase("en");
}

/** Initials in a disc. Decoration: the name stands beside it or is said otherwise. */
export function Avatar({ name, size = 20 }: { name: string; size?: 20 | 24 }) {
  const measure = size === 20 ? "size-5 text-[0.5625rem]/5" : "size-6 text-[0.625rem]/6";
  return (
    <span aria-hidden="true" className={`avatar inline-block flex-none rounded-full bg-line text-center font-semibold tracking-wide text-text ${measure}`}>
      {initialsOf(name)}
    </span>
  );
}
