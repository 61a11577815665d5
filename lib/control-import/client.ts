export { IMPORT_FIELD_NAMES, IMPORT_FIELDS, type ColumnChoice, type ImportField } from "./fields.ts";
