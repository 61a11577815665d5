"use server";
import { formAction } from "#app/_edge/form-action.ts";
import { rotateCertificate, rotateLedgerKey } from "#lib/ledger/index.ts";

export const rotateKeyAction = formAction({ verb: rotateLedgerKey, input: () => ({}) });

export const rotateCertificateAction = formAction({ verb: rotateCertificate, input: () => ({}) });
