// The browser's side of tus 1.0.0: a file goes in pieces, each with its checksum, and goes on where it stopped, also after the
// page was closed.

/** A piece, and what the server holds in memory until its checksum is known to be right. */
const PIECE_BYTES = 8 * 1024 * 1024;
/** Pauses between tries; then it is left to the person. What has arrived stays for a week. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 60_000, 60_000, 120_000, 120_000];

export type PartsResult = { ok: true; sha256: string } | { ok: false; problem: string };
/** How far it is; `waiting` is why nothing is sent at the moment, in a sentence. */
type Tell = (state: { share: number; waiting: string | null; resumed: boolean }) => void;
type Sending = { org: string; file: File; path: string | undefined; signal: AbortSignal; tell: Tell };

/** An answer of the server; status 0 when there was none. */
type Answer = { status: number; offset: number | undefined; sha256: string | undefined; location: string | undefined; problem: string | undefined };

/** Sends a file, however often its connection breaks. Problems are answered, not thrown. */
export async function sendInParts(sending: Sending): Promise<PartsResult> {
  const { org, file, path, signal, tell } = sending;
  const memory = rememberedUpload(org, file, path);
  const checksumAt = checksumsOf(file);
  let address = memory.read();
  let offset = 0;
  let resumed = false;
  if (address !== undefined) {
    const found = await ask("HEAD", address, { signal });
    if (found.status === 200 && found.offset !== undefined) {
      if (found.sha256 !== undefined) return { ok: true, sha256: found.sha256 };
      [offset, resumed] = [found.offset, true];
    } else address = undefined;
  }
  for (let tries = 0; !signal.aborted; ) {
    const piece = file.slice(offset, offset + PIECE_BYTES);
    const share = (sent: number) => tell({ share: file.size === 0 ? 0 : (offset + sent) / file.size, waiting: null, resumed });
    const answer = address === undefined
      ? await ask("POST", `/api/uploads/tus?org=${org}`, { body: piece, headers: { ...claimsOf(file, path), ...(await checksumAt(0)) }, signal, share })
      : await ask("PATCH", address, { body: piece, headers: { "upload-offset": String(offset), ...(await checksumAt(offset)) }, signal, share });
    if (answer.sha256 !== undefined && answer.status < 300) {
      memory.forget();
      return { ok: true, sha256: answer.sha256 };
    }
    if (answer.status >= 200 && answer.status < 300 && answer.offset !== undefined) {
      address ??= answer.location;
      if (address !== undefined) memory.write(address);
      offset = answer.offset;
      tries = 0;
      continue;
    }
    const pause = PAUSES_MS[tries];
    if (signal.aborted || !mayPass(answer.status) || pause === undefined) return { ok: false, problem: problemOf(answer, address !== undefined) };
    tries += 1;
    tell({ share: offset / Math.max(1, file.size), waiting: answer.problem ?? "The connection broke.", resumed });
    await waitFor(pause, signal);
    if (address === undefined) continue;
    const found = await ask("HEAD", address, { signal });
    if (found.status === 404) [address, offset] = [undefined, 0];
    else if (found.sha256 !== undefined) return { ok: true, sha256: found.sha256 };
    else offset = found.offset ?? offset;
  }
  if (address !== undefined) void ask("DELETE", address, { signal: new AbortController().signal });
  memory.forget();
  return { ok: false, problem: "Cancelled. Nothing was stored." };
}

/**
 * What another try can mend: no connection, a server that begins anew, another request at work, a piece that was damaged on its
 * way. A full disk (507) is not: somebody has to make room, and is told.
 */
const mayPass = (status: number): boolean => [0, 409, 423, 429, 460, 502, 503, 504].includes(status);

function problemOf(answer: Answer, begun: boolean): string {
  if (answer.status !== 0) return answer.problem ?? `The server refused it (${answer.status}).`;
  return begun ? "The connection broke. What has arrived is kept for a week: choose the same file again, and it goes on from there." : "The connection broke. Nothing was stored; try again.";
}

async function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    window.addEventListener("online", end);
    signal.addEventListener("abort", end);
  });
}

type Ask = { body?: Blob; headers?: Record<string, string>; signal: AbortSignal; share?: (sent: number) => void };

// XMLHttpRequest, because fetch reports no progress of what is sent.
function ask(method: string, address: string, { body, headers = {}, signal, share }: Ask): Promise<Answer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader("tus-resumable", "1.0.0");
    if (body !== undefined) request.setRequestHeader("content-type", "application/offset+octet-stream");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (share !== undefined) request.upload.onprogress = (event) => share(event.loaded);
    const none: Answer = { status: 0, offset: undefined, sha256: undefined, location: undefined, problem: undefined };
    const stop = (): void => request.abort();
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.onload = () => resolve({ status: request.status, offset: numberOf(request.getResponseHeader("upload-offset")), sha256: request.getResponseHeader("x-file-sha256") ?? undefined, location: request.getResponseHeader("location") ?? undefined, problem: messageOf(request.responseText) });
    request.onerror = () => resolve(none);
    request.onabort = () => resolve(none);
    signal.addEventListener("abort", stop);
    request.send(body ?? null);
  });
}

const numberOf = (value: string | null): number | undefined => (value === null ? undefined : Number(value));

/** The sentence in a refusal's JSON body, if it has one. */
function messageOf(body: string): string | undefined {
  return /"message":"((?:[^"\\]|\\.)*)"/.exec(body)?.[1]?.replace(/\\(.)/g, "$1");
}

function claimsOf(file: File, path: string | undefined): Record<string, string> {
  const claims: Record<string, string> = { filename: file.name, modified: String(file.lastModified) };
  if (file.type !== "") claims["filetype"] = file.type;
  if (path !== undefined) claims["relativepath"] = path;
  const metadata = Object.entries(claims).map(([name, value]) => `${name} ${base64(new TextEncoder().encode(value))}`).join(",");
  return { "upload-length": String(file.size), "upload-metadata": metadata };
}

/** The checksums of a file's pieces. The next piece's is made while one is on its way: a third of the time that it takes, otherwise. */
function checksumsOf(file: File): (offset: number) => Promise<Record<string, string>> {
  const make = (offset: number) => ({ offset, header: checksumHeader(file.slice(offset, offset + PIECE_BYTES)) });
  let ahead: ReturnType<typeof make> | undefined;
  return async (offset) => {
    const header = await (ahead?.offset === offset ? ahead : make(offset)).header;
    ahead = offset + PIECE_BYTES < file.size ? make(offset + PIECE_BYTES) : undefined;
    // A file that cannot be read any more is told when its piece is asked for.
    ahead?.header.catch(() => undefined);
    return header;
  };
}

/** Nothing where the page is in no secure context, and so has no hash function. */
async function checksumHeader(piece: Blob): Promise<Record<string, string>> {
  if (globalThis.crypto.subtle === undefined) return {};
  const digest = await globalThis.crypto.subtle.digest("SHA-256", await piece.arrayBuffer());
  return { "upload-checksum": `sha256 ${base64(new Uint8Array(digest))}` };
}

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** Where a file of this name, length and date was being sent to, so that a page that was closed can go on. */
function rememberedUpload(org: string, file: File, path: string | undefined) {
  const name = `tickmark-upload ${org} ${path ?? file.name} ${file.size} ${file.lastModified}`;
  return {
    read: () => localStorage.getItem(name) ?? undefined,
    write: (address: string) => localStorage.setItem(name, address),
    forget: () => localStorage.removeItem(name),
  };
}
