import { expect, test } from "vitest";
import { attachment } from "./evidence-file.ts";

test("a file name cannot leave its header, and arrives whole in UTF-8", () => {
  expect(attachment('a"; x=1\r\nset-cookie: y.txt')).toBe("attachment; filename=\"a__ x=1__set-cookie: y.txt\"; filename*=UTF-8''a%22%3B%20x%3D1%0D%0Aset-cookie%3A%20y.txt");
  expect(attachment("Prüfung (2).pdf")).toBe("attachment; filename=\"Pr_fung (2).pdf\"; filename*=UTF-8''Pr%C3%BCfung%20%282%29.pdf");
});
