// In this order: most browsers also carry the names of those they descend from. On iPhones and iPads all are Safari
// underneath, and carry a name of their own.
const BROWSERS = [
  [["Edg/", "EdgA/", "EdgiOS/"], "Edge"],
  [["OPR/", "OPiOS/"], "Opera"],
  [["SamsungBrowser/"], "Samsung Internet"],
  [["Vivaldi/"], "Vivaldi"],
  [["Firefox/", "FxiOS/"], "Firefox"],
  [["Chrome/", "CriOS/"], "Chrome"],
  [["Safari/"], "Safari"],
] as const;
const SYSTEMS = [["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Windows", "Windows"], ["Mac OS X", "macOS"], ["CrOS", "ChromeOS"], ["Linux", "Linux"]] as const;

/** What a browser calls itself, in a few words; only to recognise one's own device by. */
export function browserName(userAgent: string): string {
  const browser = BROWSERS.find(([signs]) => signs.some((sign) => userAgent.includes(sign)))?.[1];
  const system = SYSTEMS.find(([sign]) => userAgent.includes(sign))?.[1];
  if (browser === undefined) return userAgent.trim() === "" ? "Unknown browser" : userAgent.slice(0, 60);
  return system === undefined ? browser : `${browser} on ${system}`;
}
