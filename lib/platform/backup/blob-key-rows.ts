import type pg from "pg";
import { unwrapBlobKey, type KeyFor } from "../blob-store/index.ts";
import { missing } from "../blob-store/sealed-stream.ts";

/** Where the owner's connection finds the keys of an organization's blobs, whose data key is `key`. */
export function keysInRows(client: pg.Client, organizationId: string, key: Buffer): KeyFor {
  return async (id) => {
    if (id === null) return key;
    const { rows } = await client.query<{ wrapped_key: Buffer }>("SELECT wrapped_key FROM blob_key WHERE organization_id = $1 AND id = $2", [organizationId, id]);
    if (rows[0] === undefined) throw missing();
    return unwrapBlobKey(key, organizationId, id, rows[0].wrapped_key);
  };
}
