"use server";
import { formOutcome } from "#app/_edge/form-action.ts";
import { listField, textField } from "#app/_edge/form-fields.ts";
import type { FormState } from "#app/_edge/form-state.ts";
import { pageContext } from "#app/_edge/page-context.ts";
import { sentColumns } from "#app/_sheet/chosen-sheet.ts";
import { ASSET_FIELD_NAMES, ASSET_KIND_NAMES } from "#lib/reconciliation/client.ts";
import { importAssetFile } from "#lib/reconciliation/index.ts";

type Imported = { version: number; isNew: boolean; rows: number };

/** Imports what was looked over. The file is read again here: nothing that a browser sends is taken for its content. */
export async function importAssetsAction(org: string, _previous: FormState<Imported>, form: FormData): Promise<FormState<Imported>> {
  const context = await pageContext(String(org));
  return formOutcome(form, () => {
    const columns = sentColumns(listField(form, "columns"), ASSET_FIELD_NAMES);
    const kind = ASSET_KIND_NAMES.find((one) => one === textField(form, "kind")) ?? "machine";
    return importAssetFile(context, { kind, sha256: textField(form, "file"), fileName: textField(form, "name"), sheet: textField(form, "sheet"), columns });
  });
}
