import type { ControlPage, ControlsSince } from "#lib/controls/index.ts";
import type { MatrixSince } from "#lib/frameworks/index.ts";
import { statusFacts } from "#lib/status/client.ts";

const word = (status: Parameters<typeof statusFacts>[0]): string => statusFacts(status).word.toLowerCase();

/** What differs between a control at a past instant and now, in short phrases; empty when nothing does. Pure. */
export function sinceThen(then: ControlPage, now: ControlPage): string[] {
  const changes: string[] = [];
  if (then.version?.version !== now.version?.version) {
    changes.push(then.version === null ? "it came into force" : `version ${then.version.version} became ${now.version?.version ?? "none"}`);
  }
  if (then.status.status !== now.status.status) changes.push(`status ${word(then.status.status)} became ${word(now.status.status)}`);
  const before = new Map(then.requests.map((one) => [one.id, one]));
  const changed = now.requests.filter((one) => before.has(one.id) && before.get(one.id)?.status !== one.status).length;
  if (changed > 0) changes.push(`${changed} of ${now.requests.length} requests changed status`);
  const added = now.requests.filter((one) => !before.has(one.id)).length;
  const dropped = then.requests.length - (now.requests.length - added);
  if (added > 0) changes.push(`${added} ${added === 1 ? "request was" : "requests were"} added`);
  if (dropped > 0) changes.push(`${dropped} ${dropped === 1 ? "request is" : "requests are"} no longer asked`);
  const mapped = (page: ControlPage): Set<string> => new Set(page.mappings.flatMap((group) => group.items.map((item) => `${group.framework.key} ${item.requirementCode} ${item.strength}`)));
  const [old, fresh] = [mapped(then), mapped(now)];
  const moved = [...fresh].filter((one) => !old.has(one)).length + [...old].filter((one) => !fresh.has(one)).length;
  if (moved > 0) changes.push(`${moved} ${moved === 1 ? "mapping" : "mappings"} changed`);
  return changes;
}

const counted = (count: number, one: string, many: string): string[] => (count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]);

/** What differs in the list of controls now, in short phrases. */
export function controlsSinceThen({ came, went, status, mappings, team }: ControlsSince): string[] {
  return [
    ...counted(came, "control came into force", "controls came into force"), ...counted(went, "control is in force no more", "controls are in force no more"),
    ...counted(status, "control changed status", "controls changed status"), ...counted(mappings, "control is mapped otherwise", "controls are mapped otherwise"),
    ...counted(team, "control went to another team", "controls went to another team"),
  ];
}

/** What differs in an edition now, in short phrases. */
export function matrixSinceThen({ came, went, status, mappings }: MatrixSince, item: string, items: string): string[] {
  return [
    ...counted(came, `${item} was added`, `${items} were added`), ...counted(went, `${item} is there no more`, `${items} are there no more`),
    ...counted(status, `${item} stands otherwise`, `${items} stand otherwise`), ...counted(mappings, `${item} is mapped otherwise`, `${items} are mapped otherwise`),
  ];
}
