export { actsOf, type Act } from "./acts.ts";
export { listMyPlaces, type MyPlace } from "./list-my-places.ts";
export type { NavigationEntry } from "./navigation.ts";
export { readFirstScreen } from "./read-first-screen.ts";
export { readNavigation } from "./read-navigation.ts";
export { search } from "./search.ts";
export * from "./client.ts";
