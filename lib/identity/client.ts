export type { MySession } from "./list-my-sessions.ts";
