"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { rotateLedgerKey } from "#lib/ledger/index.ts";

export const rotateKeyAction = formAction({ verb: rotateLedgerKey, input: () => ({}) });
