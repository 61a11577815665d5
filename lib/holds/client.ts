/** The door of `lib/holds` for browser code and for tests of its rule. */
export { isWide, ON_EVERYTHING, type HoldScope } from "./hold-scope.ts";
