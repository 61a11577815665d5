import type { Judge } from "#lib/checks/index.ts";

export const judge: Judge<"resource"> = ({ attributes: { readable, newest_at: newest } }, { pass, fail, error, now, parameters }) => {
  if (readable !== true || (newest !== null && typeof newest !== "string")) return error("Whether it can be read is not known.");
  if (newest === null) return pass("It was read; nothing came to it since the run before.");
  const days = Math.floor((now.getTime() - Date.parse(newest)) / 86_400_000);
  return days > (parameters.days ?? 0) ? fail(`Its newest event is of ${newest}: for ${days} days nothing was recorded in it.`) : pass(`It was read; its newest event is of ${newest}.`);
};
