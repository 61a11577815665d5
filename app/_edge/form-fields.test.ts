import { expect, test } from "vitest";
import { checkedField, enteredValues, listField, numberField, optionalField, textField } from "./form-fields.ts";
import { enteredOf, problemOf, unsent, type FormState } from "./form-state.ts";

function form(entries: readonly (readonly [string, string | File])[]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

test("what was typed is shown again after a refusal, except passwords, secrets, files and Next's own fields", () => {
  const data = form([["title", "x"], ["password", "p"], ["newPassword", "p"], ["api_token", "t"], ["file", new File(["a"], "a")], ["$ACTION_ID_1", ""]]);
  expect(enteredValues(data)).toEqual({ title: "x" });
});

test("fields are read as they are, and what is missing is empty, undefined or no number", () => {
  const data = form([["a", " x "], ["n", "12"], ["bad", "1e"], ["tick", "on"], ["m", "1"], ["m", "2"], ["blank", "  "]]);
  expect([textField(data, "a"), textField(data, "none"), optionalField(data, "blank"), optionalField(data, "a")]).toEqual([" x ", "", undefined, "x"]);
  expect([numberField(data, "n"), numberField(data, "bad"), numberField(data, "none")]).toEqual([12, Number.NaN, Number.NaN]);
  expect([checkedField(data, "tick"), checkedField(data, "none"), listField(data, "m")]).toEqual([true, false, ["1", "2"]]);
});

test("a problem and what was entered are found by field, only after a refusal", () => {
  const refused: FormState = { ok: false, code: "validation", reason: "r", message: "m", problems: [{ path: "day", message: "no" }], requestId: "q", entered: { day: "x" } };
  expect([problemOf(refused, "day"), problemOf(refused, "other"), problemOf(unsent, "day"), enteredOf(refused, "day"), enteredOf(unsent, "day")]).toEqual(["no", undefined, undefined, "x", undefined]);
});
