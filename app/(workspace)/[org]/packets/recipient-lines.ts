type Entered = { name: string; email: string };

/**
 * Recipients as people type them, one a line: `Ruth Adeyemi <ruth@calder.example>`, `Ruth Adeyemi, ruth@calder.example`
 * or the address alone. Empty lines are passed over; what is no address is passed on, for the verb to refuse by its line.
 */
export function recipientLines(text: string): Entered[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "").map(recipientOf);
}

function recipientOf(line: string): Entered {
  const angled = /^(.*)<([^<>]*)>$/.exec(line);
  if (angled !== null) return named(angled[1] ?? "", angled[2] ?? "");
  const parted = /^(.*)[,;\t]\s*(\S+)$/.exec(line);
  if (parted !== null) return named(parted[1] ?? "", parted[2] ?? "");
  return named("", line);
}

/** Without a name, what stands before the @ has to do. */
function named(name: string, email: string): Entered {
  const plain = name.trim().replace(/^"(.*)"$/, "$1").trim();
  return { name: plain === "" ? (email.split("@")[0] ?? email) : plain, email: email.trim() };
}
