import type { Fill } from "../lists/fill-alerts.ts";

/** Parts of the company that do the library's controls in their own way: what makes 400 controls of its 74. */
const PLATFORMS = ["payment platform", "data warehouse", "customer portal", "mobile apps", "back office", "acquired companies"];

const FIRST = ["Ada", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hiro", "Imani", "Jonas"];
const LAST = ["Almeida", "Bauer", "Costa", "Duval", "Eriksen", "Fontana"];

const RATIONALES = [
  "What the item demands is what this control does every day, and its evidence shows both the doing and the judging.",
  "The control keeps the record that the item asks for; who decides on it stands in another control.",
  "Covers the systems of this platform. The others are answered by the controls of the same name.",
  "The review is done by people who do not run what they review, as the item demands.",
  "Approval is recorded before the change, and the record names who approved what.",
  "The item names a period of retention; the setting of this control is longer.",
  "Exceptions are listed with an owner and an end, and the list is read each quarter.",
  "Only the technical half of the item is done here; training answers the other half.",
];

const array = (words: readonly string[]): string => `ARRAY[${words.map((word) => `'${word.replaceAll("'", "''")}'`).join(", ")}]`;
const pick = (words: readonly string[], hash: string): string => `(${array(words)})[1 + abs(${hash}) % ${words.length}]`;

/** Sixty people of every role that does something; nobody can sign in as one of them. */
export async function fillPeople({ client, organizationId }: Fill): Promise<void> {
  await client.query(`
    INSERT INTO member (organization_id, id, user_id, name, email, role, created_at)
    SELECT '${organizationId}', 'mem_large' || g, 'usr_large' || g, ${pick(FIRST, "g")} || ' ' || ${pick(LAST, "g / 10")}, 'person' || g || '@large.example',
           (ARRAY['control_owner', 'control_owner', 'security_analyst', 'compliance_manager', 'employee'])[1 + g % 5]::"Role", now() - interval '366 days'
    FROM generate_series(0, 59) g`);
}

/** As many controls as are asked for: the library's once more for each platform, with their texts, requests and mappings. */
export async function fillControls({ client, organizationId }: Fill, controls: number): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE twin AS
    SELECT c.id AS of_id, 'ctl_large' || row_number() OVER (ORDER BY p.place, c.code) AS id, p.name AS platform,
           split_part(c.code, '.', 1) || '.' || (split_part(c.code, '.', 2)::int + 10 * p.place) || '.' || split_part(c.code, '.', 3) AS code
    FROM control c CROSS JOIN unnest(${array(PLATFORMS)}) WITH ORDINALITY AS p(name, place)
    WHERE c.organization_id = '${organizationId}' ORDER BY p.place, c.code LIMIT greatest(0, ${controls} - (SELECT count(*) FROM control WHERE organization_id = '${organizationId}'))`);
  await client.query(`INSERT INTO control (organization_id, id, code, created_at) SELECT '${organizationId}', id, code, now() - interval '366 days' FROM twin`);
  const copy = (table: string, key: string, changed: Readonly<Record<string, string>>): Promise<unknown> => copyRows(client, organizationId, table, key, changed);
  await copy("control_version", "cvr", { title: "o.title || ', ' || twin.platform", scope: "o.scope || E'\\n\\nThis control is about the ' || twin.platform || ' alone.'" });
  await copy("evidence_request", "erq", {});
  await copy("mapping_version", "map", {});
  await client.query(`UPDATE evidence_request SET owner_member_id = 'mem_large' || abs(hashtext(id)) % 60 WHERE organization_id = '${organizationId}' AND abs(hashtext(id)) % 10 > 0`);
  await client.query(`
    INSERT INTO control_owner (organization_id, id, control_id, member_id, recorded_at, recorded_by)
    SELECT organization_id, 'cow_' || id, id, 'mem_large' || abs(hashtext(id)) % 60, created_at, 'seed:large' FROM control WHERE organization_id = '${organizationId}'`);
  await client.query("DROP TABLE twin");
}

/** The rows of every original once more for its twin: all columns as they are, but for those given as SQL. */
async function copyRows(client: Fill["client"], organizationId: string, table: string, prefix: string, changed: Readonly<Record<string, string>>): Promise<void> {
  const { rows } = await client.query<{ name: string }>("SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum", [table]);
  const expressions: Readonly<Record<string, string>> = { id: `'${prefix}_large' || substr(md5(o.id || ' ' || twin.id), 1, 24)`, control_id: "twin.id", ...changed };
  await client.query(`
    INSERT INTO ${table} (${rows.map(({ name }) => name).join(", ")})
    SELECT ${rows.map(({ name }) => expressions[name] ?? `o.${name}`).join(", ")} FROM ${table} o JOIN twin ON twin.of_id = o.control_id WHERE o.organization_id = '${organizationId}'`);
}

/** Mappings into the organization's own framework until there are as many as are asked for; one item in eight stays without. */
export async function fillMappings({ client, organizationId }: Fill, frameworkKey: string, mappings: number): Promise<void> {
  await client.query(`
    INSERT INTO mapping_version (organization_id, id, control_id, framework_key, requirement_code, strength, rationale, origin, retracted, effective_from, recorded_at)
    SELECT '${organizationId}', 'map_own' || substr(hash, 1, 24), control_id, '${frameworkKey}', code, (CASE WHEN hash < '6' THEN 'satisfies' ELSE 'contributes' END)::"MappingStrength",
           ${pick(RATIONALES, "hashtext(hash)")}, 'customer', false, now() - interval '300 days', now() - interval '300 days'
    FROM (
      SELECT c.id AS control_id, r.code, md5(c.id || ' ' || r.code) AS hash
      FROM control c JOIN own_framework_version v ON v.organization_id = c.organization_id AND v.framework_key = '${frameworkKey}'
      JOIN own_requirement r ON r.organization_id = v.organization_id AND r.version_id = v.id
      WHERE c.organization_id = '${organizationId}' AND abs(hashtext(r.code)) % 8 > 0
      ORDER BY hash LIMIT greatest(0, ${mappings} - (SELECT count(*) FROM mapping_version WHERE organization_id = '${organizationId}'))
    ) pair`);
}
