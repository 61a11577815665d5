export { listMyPlaces, type MyPlace } from "./list-my-places.ts";
export { firstScreen, type NavigationEntry, type NavigationGroup } from "./navigation.ts";
export { readNavigation } from "./read-navigation.ts";
