/** What one version brought, in the words of CHANGELOG.md. */
export type Release = { version: string; date: string | null; changes: string[] };

/** Reads a changelog: "## version, date" and its list; what stands between them as prose counts as one change. */
export function parseChangelog(text: string): Release[] {
  const releases: Release[] = [];
  for (const line of text.split("\n")) {
    const heading = /^## ([^,\n]+)(?:, (\d{4}-\d{2}-\d{2}))?$/.exec(line);
    const release = releases.at(-1);
    if (heading !== null) releases.push({ version: heading[1] ?? "", date: heading[2] ?? null, changes: [] });
    else if (release !== undefined && line.trim() !== "" && !line.startsWith("#")) {
      if (/^\s+\S/.test(line) && release.changes.length > 0) release.changes.push(`${release.changes.pop() ?? ""} ${line.trim()}`);
      else release.changes.push(line.replace(/^- /, "").trim());
    }
  }
  return releases;
}

/** Changes whenever there is something new to tell: a browser keeps the one that was seen last. */
export function newsKey(releases: readonly Release[]): string {
  const [newest] = releases;
  return newest === undefined ? "" : `${newest.version} ${newest.changes.length}`;
}
