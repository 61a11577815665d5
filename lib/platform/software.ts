/** Name and version of this software, as packets and records state it. The version is package.json's: a test holds them together. */
export const SOFTWARE = "Tickmark 0.1.0";
