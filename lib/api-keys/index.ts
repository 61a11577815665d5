export * from "./client.ts";
export { keysMadeBy } from "./api-key.repository.ts";
export { admitKey } from "./admit-key.ts";
export { createKey } from "./create-key.ts";
export { keyAuthors, keysThatSubmit, type KeyAuthor } from "./key-authors.ts";
export { listKeys, type ApiKeyView } from "./list-keys.ts";
export { revokeKey } from "./revoke-key.ts";
export { tellOfKeys, tellOfStoppedKeys } from "./tell-of-keys.ts";
export { useKey } from "./use-key.ts";
