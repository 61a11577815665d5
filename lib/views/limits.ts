/** Columns that an export may name: a framework's matrix has one per control. */
export const COLUMNS_MAX = 500;
/** Filters that an address of a list may carry. */
export const FILTERS_MAX = 24;
export const FILTER_VALUE_MAX = 300;
export const VIEW_NAME_MAX = 60;
/** Views of one list that one person may have: what still fits a menu. */
export const VIEWS_PER_LIST = 30;
