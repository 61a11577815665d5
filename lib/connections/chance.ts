import { randomInt } from "node:crypto";

const STEPS = 2 ** 32;

/** From 0 to below 1: spreads what falls due or is tried again at the same time. */
export const chance = (): number => randomInt(STEPS) / STEPS;
