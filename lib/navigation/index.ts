export { firstScreen, type NavigationEntry, type NavigationGroup } from "./navigation.ts";
export { readNavigation } from "./read-navigation.ts";
