export { listMyPlaces, type MyPlace } from "./list-my-places.ts";
export type { NavigationEntry } from "./navigation.ts";
export { readFirstScreen } from "./read-first-screen.ts";
export { readNavigation } from "./read-navigation.ts";
