export type SendResult = { ok: true; answer: unknown } | { ok: false; problem: string };

type SendOptions = { url: string; file: File; onProgress: (share: number) => void; signal: AbortSignal };

// A hash in the browser needs the whole file in memory; larger ones are hashed by the server alone.
const HASHED_UP_TO_BYTES = 64 * 1024 * 1024;

/** SHA-256 in hexadecimal; undefined where the file is too large or the page is not in a secure context. */
async function hashOf(file: File): Promise<string | undefined> {
  if (file.size > HASHED_UP_TO_BYTES || globalThis.crypto.subtle === undefined) return undefined;
  const digest = await globalThis.crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The sentence in a refusal's JSON body, if it has one. */
function messageOf(answer: unknown): string | undefined {
  return typeof answer === "object" && answer !== null && "message" in answer && typeof answer.message === "string" ? answer.message : undefined;
}

/**
 * Sends one file as the raw body of a PUT, with its name, length and hash as headers. XMLHttpRequest, because fetch
 * reports no upload progress. Problems are answered, not thrown.
 */
export async function sendFile({ url, file, onProgress, signal }: SendOptions): Promise<SendResult> {
  const hash = await hashOf(file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.responseType = "json";
    request.setRequestHeader("content-type", file.type === "" ? "application/octet-stream" : file.type);
    request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
    request.setRequestHeader("x-file-length", String(file.size));
    if (hash !== undefined) request.setRequestHeader("x-file-sha256", hash);
    request.upload.onprogress = (event) => onProgress(event.total === 0 ? 1 : event.loaded / event.total);
    request.onload = () => {
      const answer: unknown = request.response;
      const ok = request.status >= 200 && request.status < 300;
      resolve(ok ? { ok, answer } : { ok, problem: messageOf(answer) ?? `The server refused it (${request.status}).` });
    };
    request.onerror = () => resolve({ ok: false, problem: "The connection broke. Nothing was stored; try again." });
    request.onabort = () => resolve({ ok: false, problem: "Cancelled. Nothing was stored." });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
