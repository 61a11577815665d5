type Link<Value> = { readonly key: string; readonly value: Value; before: Link<Value> | null; after: Link<Value> | null };

/**
 * A map in the order of last use, oldest first. A JS Map with delete and set for every use would do, but leaves a hole for
 * each, and finding the oldest walks over all of them.
 */
export class RecencyMap<Value> {
  private readonly links = new Map<string, Link<Value>>();
  private oldest: Link<Value> | null = null;
  private newest: Link<Value> | null = null;

  get size(): number {
    return this.links.size;
  }

  /** The value of a key, which thereby becomes the most recently used. */
  use(key: string): Value | undefined {
    const link = this.links.get(key);
    if (!link) return undefined;
    if (link !== this.newest) {
      this.unlink(link);
      this.append(link);
    }
    return link.value;
  }

  /** Adds a key that is not in the map. */
  add(key: string, value: Value): void {
    const link: Link<Value> = { key, value, before: null, after: null };
    this.links.set(key, link);
    this.append(link);
  }

  delete(key: string): void {
    const link = this.links.get(key);
    if (!link) return;
    this.links.delete(key);
    this.unlink(link);
  }

  peekOldest(): { readonly key: string; readonly value: Value } | null {
    return this.oldest;
  }

  clear(): void {
    this.links.clear();
    this.oldest = null;
    this.newest = null;
  }

  /** Oldest first. */
  entries(): { readonly key: string; readonly value: Value }[] {
    const found: Link<Value>[] = [];
    for (let link = this.oldest; link; link = link.after) found.push(link);
    return found;
  }

  private append(link: Link<Value>): void {
    link.before = this.newest;
    link.after = null;
    if (this.newest) this.newest.after = link;
    else this.oldest = link;
    this.newest = link;
  }

  private unlink(link: Link<Value>): void {
    if (link.before) link.before.after = link.after;
    else this.oldest = link.after;
    if (link.after) link.after.before = link.before;
    else this.newest = link.before;
  }
}
