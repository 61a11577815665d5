import { createHash } from "node:crypto";

const SPACE = 1n << 256n;

/**
 * A digest of a set that is the same in whatever order its members come: the sum of their SHA-256 hashes. It shows damage
 * and loss in constant memory, however many members there are; it is no defence against somebody who chooses them.
 */
export class SetDigest {
  #sum = 0n;
  count = 0;

  add(member: string): void {
    this.#sum = (this.#sum + BigInt(`0x${createHash("sha256").update(member).digest("hex")}`)) % SPACE;
    this.count += 1;
  }

  get value(): string {
    return this.#sum.toString(16);
  }
}
