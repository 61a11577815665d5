import { expect, test } from "vitest";
import { recipientLines } from "./recipient-lines.ts";

test("recipients are read as people write them", () => {
  expect(recipientLines(' Ruth Adeyemi <ruth@calder.example>\n\n"Okafor, Ines" <ines@x.example>\r\nJan Kowalski, jan@x.example\nplain@x.example\n')).toEqual([
    { name: "Ruth Adeyemi", email: "ruth@calder.example" },
    { name: "Okafor, Ines", email: "ines@x.example" },
    { name: "Jan Kowalski", email: "jan@x.example" },
    { name: "plain", email: "plain@x.example" },
  ]);
});

test("what is no address is passed on as it is", () => {
  expect(recipientLines("nobody")).toEqual([{ name: "nobody", email: "nobody" }]);
  expect(recipientLines("")).toEqual([]);
});
