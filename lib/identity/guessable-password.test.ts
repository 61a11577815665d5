import { expect, test } from "vitest";
import { isGuessable } from "./guessable-password.ts";

const WORDS = ["Mara Lindqvist", "mara.lindqvist@fernhall.example", "Fernhall Systems"];

test.each(["passwordpassword", "123456789012345", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaaa", "iloveyouiloveyou", "password12345678", "p4ssw0rd!p4ssw0rd!"])("%s was found in breaches, or is a pattern of such", async (password) => {
  expect(await isGuessable(password, [])).toBe(true);
});

test.each(["mara.lindqvist@fernhall.example", "fernhallsystems1", "MaraLindqvist1984", "tickmarktickmark1"])("%s is made of what a stranger knows of the person", async (password) => {
  expect(await isGuessable(password, WORDS)).toBe(true);
});

test.each(["correct horse battery", "a calm sentence about clocks", "das Boot liegt am Kai", "7c9f2-1aa04-bd37e-55d10", "雨の日に青い傘をさして歩く猫たち"])("%s passes, whatever characters it has", async (password) => {
  expect(await isGuessable(password, WORDS)).toBe(false);
});

test("what stands behind 64 characters makes no pattern better", async () => {
  expect(await isGuessable(`${"password".repeat(8)} and a calm sentence about clocks`, WORDS)).toBe(true);
});
