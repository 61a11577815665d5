import { expect, test } from "vitest";
import { composeMail, mailProblem } from "./mail-text.ts";

const parts = {
  subject: "Join Ada & Co\r\nBcc: everybody@example.com",
  greeting: "Hello <b>Eve</b>,",
  lead: ["First line\nwith a break.", "Second."],
  rows: [["Role", "\"Owner\""]] as const,
  link: { label: "Join", url: "https://tickmark.example/join/x?a=1&b=2" },
  closing: ["It ends soon."],
};

test("both versions of a mail say the same, and what people typed stays text in both", () => {
  const { subject, text, html } = composeMail(parts);
  expect(subject).toBe("Join Ada & Co Bcc: everybody@example.com");
  expect(text).toBe('Hello <b>Eve</b>,\n\nFirst line with a break.\nSecond.\n\nRole: "Owner"\n\nJoin:\nhttps://tickmark.example/join/x?a=1&b=2\n\nIt ends soon.\n');
  expect(html).toContain("<p>Hello &lt;b&gt;Eve&lt;/b&gt;,</p>");
  expect(html).toContain('<a href="https://tickmark.example/join/x?a=1&amp;b=2">Join</a>');
  expect(html).not.toContain("<b>");
});

test("a refusal of the mail server is told by its code, never by its words", () => {
  expect(mailProblem(Object.assign(new Error("550 no such user at secret.internal"), { responseCode: 550 }))).toBe("The mail server refused the mail (550).");
  expect(mailProblem(new Error("connect ECONNREFUSED 10.0.0.3"))).not.toContain("10.0.0.3");
});
