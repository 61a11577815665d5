import { z } from "zod";
import { defineGlobalVerb } from "./define-global-verb.ts";
import { listSessions } from "./identity.repository.ts";

/** Most sessions shown: a person has a handful of devices. */
const MOST = 100;

export type MySession = {
  sessionId: string;
  /** Whether it is the one that asks. */
  current: boolean;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  /** What the browser called itself. */
  userAgent: string;
};

/** The caller's living sessions, the latest used first. `lastSeenAt` is exact to five minutes. */
export const listMySessions = defineGlobalVerb({
  name: "identity.list_my_sessions",
  access: "signed_in",
  effect: "read",
  input: z.strictObject({}),
  async run({ caller, database, now }): Promise<MySession[]> {
    const rows = await listSessions(database, caller.userId, now, MOST);
    return rows.map(({ id, ...row }) => ({ ...row, sessionId: id, current: id === caller.sessionId }));
  },
});
