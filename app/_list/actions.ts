"use server";
import { auditorFormAction, formAction } from "#app/_edge/form-action.ts";
import { checkedField, optionalField, textField } from "#app/_edge/form-fields.ts";
import { arrangeList, changeView, chooseStartView, deleteView, saveView, shareView } from "#lib/views/index.ts";
import { arrangementIn, viewContentIn } from "./list-forms.ts";
import { listPath } from "./list-path.ts";
import { pageOf } from "./lists.ts";
import { NO_VIEW } from "./view-address.ts";

/** Columns and density of a list, for the person who sends it. */
export const arrangeListAction = formAction({ verb: arrangeList, input: arrangementIn });
export const arrangePortalListAction = auditorFormAction({ verb: arrangeList, input: arrangementIn });

export const saveViewAction = formAction({
  verb: saveView,
  input: (form) => ({ list: textField(form, "list"), name: textField(form, "name"), ...viewContentIn(form) }),
  answer: ({ id }) => id,
});
export const renameViewAction = formAction({ verb: changeView, input: (form) => ({ viewId: textField(form, "viewId"), name: textField(form, "name") }) });
export const updateViewAction = formAction({ verb: changeView, input: (form) => ({ viewId: textField(form, "viewId"), ...viewContentIn(form) }) });
export const shareViewAction = formAction({ verb: shareView, input: (form) => ({ viewId: textField(form, "viewId"), shared: checkedField(form, "shared") }) });
export const startViewAction = formAction({ verb: chooseStartView, input: (form) => ({ list: textField(form, "list"), viewId: optionalField(form, "viewId") ?? null }) });
export const deleteViewAction = formAction({ verb: deleteView, input: (form) => ({ viewId: textField(form, "viewId") }), goTo: ({ list }, org) => `${listPath(pageOf(list), org, false)}?view=${NO_VIEW}` });
