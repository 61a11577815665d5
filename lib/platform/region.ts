// How an organization's region writes days, times and numbers. Words stay English everywhere, so months are named in
// English too; what differs is the order, the clock, the digits' grouping and the first day of the week. Sources: CLDR 48
// (English as written in each region, dateFormats-medium, timeFormats-medium, weekData); of numbers, the region's own language. Written out here,
// because server and browser must agree to the letter, and each has its own edition of those data.

/** What stands between groups of digits, and before decimals. Groups of three; in India of two above the first thousand. */
const NUMBERS = {
  comma: { group: ",", decimal: ".", pattern: /\B(?=(?:\d{3})+$)/g },
  point: { group: ".", decimal: ",", pattern: /\B(?=(?:\d{3})+$)/g },
  space: { group: "\u202F", decimal: ",", pattern: /\B(?=(?:\d{3})+$)/g },
  apostrophe: { group: "’", decimal: ".", pattern: /\B(?=(?:\d{3})+$)/g },
  lakh: { group: ",", decimal: ".", pattern: /\B(?=(?:\d{2})*\d{3}$)/g },
} as const;

type Habits = {
  name: string;
  /** 21 Nov 2026, Nov 21, 2026 or 2026-11-21. */
  day: "dmy" | "mdy" | "iso";
  clock: 12 | 24;
  numbers: keyof typeof NUMBERS;
  /** The day that begins a week: 0 Sunday to 6 Saturday. */
  weekStart: 0 | 1 | 6;
};

const european = (name: string, numbers: Habits["numbers"]): Habits => ({ name, day: "dmy", clock: 24, numbers, weekStart: 1 });

export const REGIONS = {
  GB: european("United Kingdom", "comma"),
  "001": { name: "International (ISO 8601)", day: "iso", clock: 24, numbers: "space", weekStart: 1 },
  AU: { name: "Australia", day: "dmy", clock: 12, numbers: "comma", weekStart: 1 },
  AT: european("Austria", "point"),
  BE: european("Belgium", "point"),
  BR: { name: "Brazil", day: "dmy", clock: 24, numbers: "point", weekStart: 0 },
  CA: { name: "Canada", day: "mdy", clock: 12, numbers: "comma", weekStart: 0 },
  CZ: european("Czechia", "space"),
  DK: european("Denmark", "point"),
  FI: european("Finland", "space"),
  FR: european("France", "space"),
  DE: european("Germany", "point"),
  IN: { name: "India", day: "dmy", clock: 12, numbers: "lakh", weekStart: 0 },
  IE: european("Ireland", "comma"),
  IL: { name: "Israel", day: "dmy", clock: 24, numbers: "comma", weekStart: 0 },
  IT: european("Italy", "point"),
  JP: { name: "Japan", day: "iso", clock: 24, numbers: "comma", weekStart: 0 },
  NL: european("Netherlands", "point"),
  NZ: { name: "New Zealand", day: "dmy", clock: 12, numbers: "comma", weekStart: 1 },
  NO: european("Norway", "space"),
  PL: european("Poland", "space"),
  PT: european("Portugal", "space"),
  SG: { name: "Singapore", day: "dmy", clock: 12, numbers: "comma", weekStart: 0 },
  ZA: { name: "South Africa", day: "dmy", clock: 24, numbers: "space", weekStart: 0 },
  ES: european("Spain", "point"),
  SE: { ...european("Sweden", "space"), day: "iso" },
  CH: european("Switzerland", "apostrophe"),
  AE: { name: "United Arab Emirates", day: "dmy", clock: 12, numbers: "comma", weekStart: 1 },
  US: { name: "United States", day: "mdy", clock: 12, numbers: "comma", weekStart: 0 },
} as const satisfies Record<string, Habits>;

export type Region = keyof typeof REGIONS;
export const REGION_CODES = Object.keys(REGIONS) as [Region, ...Region[]];

/** What holds where nobody chose: before an organization is known, and in what leaves it for readers anywhere. */
export const NEUTRAL_REGION: Region = "GB";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** The region of a code that was stored; the neutral one for a code that a later edition wrote. */
export function regionOf(code: string): Region {
  return REGION_CODES.find((known) => known === code) ?? NEUTRAL_REGION;
}

/** A day `YYYY-MM-DD` as the region writes it, with or without its year. */
export function writeDay(day: string, region: Region, { year }: { year: boolean }): string {
  const [y = "", m = "", d = ""] = day.split("-");
  const month = MONTHS[Number(m) - 1] ?? "";
  switch (REGIONS[region].day) {
    case "dmy":
      return year ? `${Number(d)} ${month} ${y}` : `${Number(d)} ${month}`;
    case "mdy":
      return year ? `${month} ${Number(d)}, ${y}` : `${month} ${Number(d)}`;
    case "iso":
      return year ? day : `${m}-${d}`;
  }
}

/** A time of day `HH:MM:SS` as the region's clock shows it. */
export function writeClock(time: string, region: Region, { seconds }: { seconds: boolean }): string {
  const [h = "", m = "", s = ""] = time.split(":");
  const rest = seconds ? `${m}:${s}` : m;
  if (REGIONS[region].clock === 24) return `${h}:${rest}`;
  const hour = Number(h);
  return `${hour % 12 === 0 ? 12 : hour % 12}:${rest}\u00A0${hour < 12 ? "AM" : "PM"}`;
}

/** A number with the region's separators, and as many decimals as it is given; by itself at most three. */
export function writeNumber(value: number, region: Region, fixed?: number): string {
  const { group, decimal, pattern } = NUMBERS[REGIONS[region].numbers];
  const [whole = "", decimals] = (fixed === undefined ? String(Number(Math.abs(value).toFixed(3))) : Math.abs(value).toFixed(fixed)).split(".");
  const grouped = whole.replaceAll(pattern, group);
  return `${value < 0 ? "\u2212" : ""}${grouped}${decimals === undefined ? "" : decimal + decimals}`;
}

/** What a region makes of the same day, time and number, to choose by. */
export function regionExample(region: Region): string {
  return `${writeDay("2026-11-21", region, { year: true })}, ${writeClock("14:05:00", region, { seconds: false })} · ${writeNumber(1234567.5, region)}`;
}
