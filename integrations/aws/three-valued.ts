/** True, false, or not known. */
export type Known = boolean | null;

export const or3 = (...values: readonly Known[]): Known => (values.includes(true) ? true : values.includes(null) ? null : false);
export const and3 = (...values: readonly Known[]): Known => (values.includes(false) ? false : values.includes(null) ? null : true);
export const not3 = (value: Known): Known => (value === null ? null : !value);
