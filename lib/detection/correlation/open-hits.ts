import { GROUP } from "./group-record.ts";
import type { GroupTable } from "./group-table.ts";
import type { LineLimits } from "./hit.ts";
import type { HitEvent, KeptHit } from "./kept-hit.ts";

/** The hits that go on, by the slots of their groups, whose records say where each stands. */
export class OpenHits {
  /** Memory of all of them. */
  bytes = 0;
  private readonly groups: GroupTable;
  private readonly hits: (KeptHit | null)[] = [];
  private readonly free: number[] = [];

  constructor(groups: GroupTable) {
    this.groups = groups;
  }

  of(slot: number): KeptHit | null {
    const place = this.groups.i32[slot * this.groups.words + GROUP.hit]!;
    return place === 0 ? null : this.hits[place - 1]!;
  }

  /** Keeps the hit of a group that has none. */
  keep(slot: number, hit: KeptHit): void {
    const at = this.free.pop() ?? this.hits.length;
    this.hits[at] = hit;
    this.groups.i32[slot * this.groups.words + GROUP.hit] = at + 1;
    this.bytes += hit.bytes;
  }

  /** Adds an event to a hit that is kept here. */
  extend(hit: KeptHit, event: HitEvent, limits: LineLimits): void {
    this.bytes += hit.add(event, limits);
  }

  /** Lets go of the hit of a group that has one. */
  remove(slot: number): void {
    const word = slot * this.groups.words + GROUP.hit;
    const at = this.groups.i32[word]! - 1;
    this.bytes -= this.hits[at]!.bytes;
    this.hits[at] = null;
    this.free.push(at);
    this.groups.i32[word] = 0;
  }
}
