/** The door of `lib/freshness` for servers: freshness as an objective, of frameworks and of everything. */
export { freshnessByFramework, type FreshnessByFramework } from "./freshness-by-framework.ts";
export { freshnessFrame, measureControls, togetherOf, type FreshnessFrame, type MeasuredFreshness } from "./measure-frameworks.ts";
export { readFrameworkFreshness, type ControlFreshness, type FrameworkFreshness } from "./read-framework-freshness.ts";
