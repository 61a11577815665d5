"use client";
import { useRouter } from "next/navigation";
import { UploadDropzone } from "#app/_ui/upload-dropzone.tsx";

/** The most that a file may have; the readers say the same or less. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Takes a file, then leads to the page that shows what is in it, which finds it by `file` and `name` in its address. */
export function LookAtUpload({ url, path, also = {}, label, hint, accept }: { url: string; path: string; /** What else the address holds. */ also?: Readonly<Record<string, string>>; label: string; hint: string; accept: string }) {
  const router = useRouter();
  const onDone = (answer: unknown, file: File): void => {
    if (typeof answer !== "object" || answer === null || !("id" in answer) || typeof answer.id !== "string") return;
    router.push(`${path}?${new URLSearchParams({ ...also, file: answer.id, name: file.name }).toString()}`);
  };
  return <div className="mt-6 max-w-[640px]"><UploadDropzone url={url} label={label} hint={hint} accept={accept} maxBytes={MAX_BYTES} onDone={onDone} /></div>;
}
