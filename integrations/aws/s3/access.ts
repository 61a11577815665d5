/** What strangers may do: see names, read objects, write, delete, and change who may. */
export const ACCESS = ["list", "read", "upload", "delete", "permissions"] as const;
export type Access = (typeof ACCESS)[number];
