import { expect, test } from "vitest";
import { chooseStretches } from "./read-alert-lines.ts";

const places = (count: number, segmentOf = (_at: number): string => "s") => Array.from({ length: count }, (_, at) => ({ segmentId: segmentOf(at), number: at + 1, offset: at * 10, length: 9 }));
const shape = (chosen: ReturnType<typeof chooseStretches>) => chosen.map((stretch) => ("count" in stretch ? `+${stretch.count}` : `${stretch.segmentId}:${stretch.places.length}`));

test("few lines are all shown, many by their first and last with the number left out, and the sum is always the total", () => {
  expect(shape(chooseStretches(places(6), 6, false))).toEqual(["s:6"]);
  expect(shape(chooseStretches(places(30), 30, false))).toEqual(["s:5", "+20", "s:5"]);
  expect(shape(chooseStretches(places(60), 214, false))).toEqual(["s:5", "+204", "s:5"]);
  expect(shape(chooseStretches(places(60), 214, true))).toEqual(["s:50", "+154", "s:10"]);
  expect(shape(chooseStretches(places(30), 30, true))).toEqual(["s:30"]);
});

test("lines of several segments are read segment by segment, in their order", () => {
  expect(shape(chooseStretches(places(8, (at) => (at < 3 ? "a" : "b")), 8, false))).toEqual(["a:3", "b:5"]);
});
