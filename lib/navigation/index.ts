export { listMyPlaces, type MyPlace } from "./list-my-places.ts";
export { firstScreen, type NavigationEntry } from "./navigation.ts";
export { readNavigation } from "./read-navigation.ts";
