"use client";
import { useRef, useState } from "react";
import { sizeText } from "#app/_ui/size-text.ts";
import type { ChosenFile } from "./dropped-files.ts";
import { sendInParts } from "./send-in-parts.ts";
import type { SentFile } from "./sent-file.ts";

/** A file of the list: waiting for its turn, on its way, there, or refused. */
export type FileItem = {
  key: number;
  name: string;
  bytes: number;
  state: "queued" | "sending" | "waiting" | "done" | "failed";
  share: number;
  resumed: boolean;
  /** Why it waits, in a sentence. */
  waits?: string;
  problem?: string;
  sent?: SentFile;
  abort: AbortController;
};

/** Files that are sent at once: more would share the same line. */
const AT_ONCE = 3;

export type FileUploads = { items: readonly FileItem[]; add(chosen: readonly ChosenFile[]): void; remove(item: FileItem): void; takeApart(item: FileItem): Promise<void> };

/** Files on their way, a few at a time, and what became of each. */
export function useFileUploads({ org, maxBytes, maxFiles }: { org: string; maxBytes: number; maxFiles: number }): FileUploads {
  const [items, setItems] = useState<readonly FileItem[]>([]);
  const count = useRef(0);
  const queue = useRef<{ item: FileItem; chosen: ChosenFile }[]>([]);
  const running = useRef(0);
  const change = (key: number, part: Partial<FileItem>): void => setItems((now) => now.map((item) => (item.key === key ? { ...item, ...part } : item)));

  const next = async (): Promise<void> => {
    const turn = running.current >= AT_ONCE ? undefined : queue.current.shift();
    if (turn === undefined) return;
    running.current += 1;
    const { item, chosen: { file, path } } = turn;
    change(item.key, { state: "sending" });
    const result = await sendInParts({ org, file, path, signal: item.abort.signal, tell: ({ share, waiting, resumed }) => change(item.key, waiting === null ? { state: "sending", share, resumed } : { state: "waiting", waits: waiting, share, resumed }) });
    change(item.key, result.ok ? { state: "done", share: 1, sent: sentOf(result.sha256, { file, path }) } : { state: "failed", problem: result.problem });
    running.current -= 1;
    void next();
  };

  const add = (chosen: readonly ChosenFile[]): void => {
    const room = maxFiles - items.filter((item) => item.state !== "failed").length;
    const fresh = chosen.map((one, index) => ({ chosen: one, item: newItem(count, one, index >= room ? `At most ${maxFiles} files at once. It was not sent.` : one.file.size > maxBytes ? `Larger than ${sizeText(maxBytes)}. It was not sent.` : one.file.size === 0 ? "Empty. It was not sent." : undefined) }));
    setItems((now) => [...now, ...fresh.map(({ item }) => item)]);
    queue.current.push(...fresh.filter(({ item }) => item.state === "queued"));
    for (let turn = 0; turn < AT_ONCE; turn += 1) void next();
  };

  const remove = (item: FileItem): void => {
    if (item.state === "sending" || item.state === "waiting") return item.abort.abort();
    queue.current = queue.current.filter((one) => one.item.key !== item.key);
    setItems((now) => now.filter((one) => one.key !== item.key));
  };

  const takeApart = async (item: FileItem): Promise<void> => {
    change(item.key, { state: "sending", share: 1, problem: undefined });
    const taken = await filesOfZip(org, item.sent?.sha256 ?? "");
    if (typeof taken === "string") return change(item.key, { state: "done", problem: taken });
    const parts = taken.map((file): FileItem => ({ key: count.current++, name: file.originalPath ?? file.fileName, bytes: file.byteLength, state: "done", share: 1, resumed: false, sent: file, abort: new AbortController() }));
    setItems((now) => now.flatMap((one) => (one.key === item.key ? parts : [one])));
  };
  return { items, add, remove, takeApart };
}

function newItem(count: { current: number }, { file, path }: ChosenFile, problem: string | undefined): FileItem {
  return { key: count.current++, name: path ?? file.name, bytes: file.size, state: problem === undefined ? "queued" : "failed", share: 0, resumed: false, ...(problem === undefined ? {} : { problem }), abort: new AbortController() };
}

function sentOf(sha256: string, { file, path }: ChosenFile): SentFile {
  return { sha256, fileName: file.name, mediaType: file.type === "" ? "application/octet-stream" : file.type, ...(path === undefined ? {} : { originalPath: path }), originalModifiedAt: new Date(file.lastModified).toISOString() };
}

/** The files of a ZIP that has arrived, or the sentence with which the server refuses. */
async function filesOfZip(org: string, sha256: string): Promise<(SentFile & { byteLength: number })[] | string> {
  const answer = await fetch(`/api/uploads/zip?org=${org}&file=${sha256}`, { method: "POST" }).catch(() => undefined);
  if (answer === undefined) return "The connection broke. Try again.";
  // The route's own answer: files, or a refusal with its sentence. What stands before the server may answer otherwise.
  const body = (await answer.json().catch(() => ({}))) as { files?: (Omit<SentFile, "mediaType"> & { byteLength: number })[]; message?: string };
  if (body.files === undefined) return body.message ?? `The server refused it (${answer.status}).`;
  return body.files.map((file) => ({ ...file, mediaType: "application/octet-stream" }));
}
