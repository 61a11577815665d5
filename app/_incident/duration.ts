/** A length of time in its two largest units, rounded down: `5 s`, `3 m 23 s`, `13 h 27 m`, `3 d 4 h`. */
export function durationWords(milliseconds: number): string {
  const sign = milliseconds < 0 ? "−" : "";
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const units: [number, string][] = [[86_400, "d"], [3600, "h"], [60, "m"], [1, "s"]];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [size, unit] = units[first]!;
  const next = units[first + 1];
  const rest = next === undefined ? 0 : Math.floor((seconds % size) / next[0]);
  return `${sign}${Math.floor(seconds / size)} ${unit}${next === undefined || rest === 0 ? "" : ` ${rest} ${next[1]}`}`;
}
