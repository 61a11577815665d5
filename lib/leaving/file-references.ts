/** A column that holds the hash of a stored file, with the column that identifies its record and what the file is called there. */
export type FileReference = { table: string; column: string; id: string; name: string };

/**
 * Where the names of stored files stand. A test holds this against the schema: a new column of hashes is named here, or
 * among those that are hashes of something else.
 */
export const FILE_REFERENCES: readonly FileReference[] = [
  { table: "evidence", column: "blob_sha256", id: "id", name: "file_name" },
  { table: "evidence_redaction", column: "blob_sha256", id: "id", name: "file_name" },
  { table: "log_segment", column: "sha256", id: "id", name: "file_name" },
  { table: "packet_state", column: "blob_sha256", id: "packet_id", name: "manifest->>'fileName'" },
  { table: "packet_state", column: "report_sha256", id: "packet_id", name: "manifest->>'reportFileName'" },
  { table: "packet_state", column: "content_sha256", id: "packet_id", name: "'packet-content.json'" },
  { table: "collection_page", column: "copy_sha256", id: "collection_id", name: "'page-' || sequence || '.json'" },
  { table: "asset_list", column: "sha256", id: "id", name: "file_name" },
  { table: "control_import", column: "sha256", id: "id", name: "file_name" },
  { table: "upload", column: "sha256", id: "id", name: "file_name" },
  { table: "own_framework_version", column: "file_sha256", id: "id", name: "file_name" },
];

/** Hashes of what is no stored file: of a row's own text, of a file that is none of the organization's, of a file's manifest. */
export const OTHER_HASHES: readonly string[] = [
  "blob.sha256", "blob_key.sha256", "population.sha256", "reconciliation_resource.sha256", "reconciliation_asset.sha256", "rule_version.sha256", "rule_text.sha256", "rule_pack.sha256", "hunt_text.sha256", "check_run.sha256", "configuration_standard.sha256", "check_version.code_sha256", "organization_export.archive_sha256", "organization_export.tag_manifest_sha256",
  "applicability_statement.content_sha256", "upload.declared_sha256", "file_inspection.sha256", "file_release.sha256", "collection.sha256", "collection_page.rows_sha256", "collection_page.sha256", "collected_object.content_sha256", "collected_object_version.content_sha256", "blob_check.sha256", "blob_standing.sha256",
];

/** One line of JSON for each stored file of the organization, with every record that names it, in the order of their hashes. */
export function filesQuery(): string {
  const references = FILE_REFERENCES.map(({ table, column, id, name }) => `SELECT ${column} AS sha256, '${table}' AS "table", ${id} AS id, ${name} AS name FROM ${table} WHERE ${column} IS NOT NULL`);
  return `SELECT json_build_object('sha256', b.sha256, 'bytes', b.byte_length, 'used_by', u.used_by)
            FROM blob b LEFT JOIN (
              SELECT sha256, json_agg(json_build_object('table', "table", 'id', id, 'name', name) ORDER BY "table", id, name) AS used_by
                FROM (${references.join(" UNION ALL ")}) r GROUP BY sha256
            ) u ON u.sha256 = b.sha256
           ORDER BY b.sha256`;
}
