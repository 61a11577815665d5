import { formatProblem } from "#lib/content/index.ts";
import { loadControlContent } from "./content.ts";
import { libraryOf, type LibraryControl } from "./library-input.ts";

let shipped: Promise<readonly LibraryControl[]> | undefined;

/**
 * The controls that the product ships, in the order of their codes. Read once per process: the files change only with
 * an update, and that restarts it.
 *
 * @throws Error when a file has a mistake: a library that lacks a control would be taken for the whole
 */
export function shippedLibrary(): Promise<readonly LibraryControl[]> {
  shipped ??= read().catch((error: unknown) => {
    shipped = undefined;
    throw error;
  });
  return shipped;
}

async function read(): Promise<readonly LibraryControl[]> {
  // The project's folder is the working directory of every process (lib/cli/main.ts).
  const { controls, problems } = await loadControlContent("controls");
  if (problems.length > 0) throw new Error(`the shipped library cannot be read: ${problems.map(formatProblem).join(" ")}`);
  return libraryOf(controls);
}
