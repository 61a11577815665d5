import { expect, test } from "vitest";
import { attachment, fileResponse } from "./file-response.ts";

test("a file name cannot leave its header, and arrives whole in UTF-8", () => {
  expect(attachment('a"; x=1\r\nset-cookie: y.txt')).toBe("attachment; filename=\"a__ x=1__set-cookie: y.txt\"; filename*=UTF-8''a%22%3B%20x%3D1%0D%0Aset-cookie%3A%20y.txt");
  expect(attachment("Prüfung (2).pdf")).toBe("attachment; filename=\"Pr_fung (2).pdf\"; filename*=UTF-8''Pr%C3%BCfung%20%282%29.pdf");
});

async function* chunks(count: number, read: { stopped: boolean }): AsyncGenerator<Uint8Array> {
  try {
    for (let at = 0; at < count; at += 1) yield Buffer.from("abcd");
  } finally {
    read.stopped = true;
  }
}

const file = (count: number, read: { stopped: boolean }) => ({ bytes: chunks(count, read), byteLength: count * 4, sha256: "ab".repeat(32), fileName: "x.zip", mediaType: "application/zip" });

test("a file goes out whole, as an attachment that nothing interprets or keeps", async () => {
  const read = { stopped: false };
  const response = await fileResponse(file(3, read));
  expect(await response.text()).toBe("abcdabcdabcd");
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "application/zip", "content-length": "12", "content-disposition": expect.stringMatching(/^attachment; filename="x.zip"/) as string,
    "x-content-type-options": "nosniff", "cache-control": "private, no-store",
  });
  expect(read.stopped).toBe(true);
});

test("a reader who goes away ends the reading", async () => {
  const read = { stopped: false };
  const response = await fileResponse(file(1_000_000, read));
  const reader = response.body!.getReader();
  await reader.read();
  await reader.cancel();
  expect(read.stopped).toBe(true);
});

test("bytes that cannot be read are an error before the first header", async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield* await Promise.reject<Uint8Array[]>(new Error("gone"));
  };
  await expect(fileResponse({ ...file(1, { stopped: false }), bytes: broken() })).rejects.toThrow("gone");
});
