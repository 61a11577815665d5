/** A text as one line of a cell. */
export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** What a request asks, as a line of a cell holds it: its title where nothing more was said. */
export const requestLine = ({ guidance, title }: { guidance: string; title: string }): string => oneLine(guidance === "" ? title : guidance);
