import type { ControlPage } from "#lib/controls/index.ts";
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
