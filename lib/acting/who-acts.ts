import { roleHolds } from "#lib/access/index.ts";
import type { Role } from "#prisma/generated/enums.ts";
import { WORK_PERMISSIONS, type DelegatedKind, type Work } from "./lent-work.ts";

/** A delegation at an instant that its days hold and at which nobody had ended it. */
export type DelegationInForce = {
  id: string;
  memberId: string;
  memberName: string;
  standInId: string;
  standInName: string;
  /** Null when they are no member any more. */
  standInRole: Role | null;
  kind: DelegatedKind;
  subjectId: string | null;
  untilAt: Date;
};

/** Who does the work at an instant, instead of the person whom it falls to. */
export class WhoActs {
  readonly #byMember: ReadonlyMap<string, readonly DelegationInForce[]>;

  constructor(inForce: readonly DelegationInForce[]) {
    this.#byMember = Map.groupBy(inForce, (one) => one.memberId);
  }

  /** Whether nobody has given anything to anybody. */
  get isNobody(): boolean {
    return this.#byMember.size === 0;
  }

  /** Whether a person is away: everything that falls to them was given to somebody. */
  isAway(memberId: string): boolean {
    return this.#of(memberId).some((one) => one.kind === "everything");
  }

  /**
   * By which delegation somebody else does a work that falls to this person; null when they do it themselves. What was given
   * by itself goes before its control, and that before everything. A stand-in who left, is away, or whose role does not allow
   * it does not count: then it is the owner's, for nobody passes on what was given to them.
   */
  standInFor(ownerId: string, work: Work): DelegationInForce | null {
    const given = this.#of(ownerId);
    const candidates = [
      given.find((one) => one.kind === work.kind && one.subjectId === work.id),
      given.find((one) => one.kind === "control" && one.subjectId === work.controlId),
      given.find((one) => one.kind === "everything"),
    ];
    return candidates.find((one): one is DelegationInForce => one !== undefined && this.#acts(one, work)) ?? null;
  }

  /** The person who does a work that falls to another: their stand-in, or themselves. */
  actingFor(ownerId: string, work: Work): string {
    return this.standInFor(ownerId, work)?.standInId ?? ownerId;
  }

  /** People of whose work this person may have been given some. */
  peopleOf(standInId: string): string[] {
    return [...this.#byMember].filter(([, given]) => given.some((one) => one.standInId === standInId)).map(([memberId]) => memberId);
  }

  /** Whether a person acts for another in anything. */
  isPair(standInId: string, memberId: string): boolean {
    return this.#of(memberId).some((one) => one.standInId === standInId && one.standInRole !== null && !this.isAway(standInId));
  }

  #acts({ standInId, standInRole }: DelegationInForce, { kind }: Work): boolean {
    return standInRole !== null && roleHolds(standInRole, WORK_PERMISSIONS[kind]) && !this.isAway(standInId);
  }

  #of(memberId: string): readonly DelegationInForce[] {
    return this.#byMember.get(memberId) ?? [];
  }
}
