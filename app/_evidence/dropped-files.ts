/** A file that was chosen, and the path that it had in a folder that was chosen or dropped whole. */
export type ChosenFile = { file: File; path: string | undefined };

/** Files of the platform's own picker, which names their path below a chosen folder. */
export function pickedFiles(files: Iterable<File>): ChosenFile[] {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath === "" ? undefined : file.webkitRelativePath }));
}

/** More than this are no choice but a mistake, such as a home folder; reading on would stall the page. */
const MOST_FILES = 2_000;

/** What was dropped, folders entered. The items must be taken before the first wait: the browser empties them then. */
export async function droppedFiles(data: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const loose = pickedFiles(data.files);
  if (!entries.some((entry) => entry.isDirectory)) return loose;
  const found: ChosenFile[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: ChosenFile[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    const path = entry.fullPath.replace(/^\//, "");
    found.push({ file, path: path.includes("/") ? path : undefined });
  } else if (isDirectory(entry)) {
    const reader = entry.createReader();
    // A folder is told in stretches; an empty one is its end.
    for (;;) {
      const stretch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (stretch.length === 0) return;
      for (const one of stretch) await collect(one, found);
    }
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
