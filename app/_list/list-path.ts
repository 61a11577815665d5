/** Where a list's own page is: in the organization, or in the portal of an engagement. */
export function listPath(page: string, org: string, portal: boolean): string {
  return portal ? `/auditor/${org}/${page}` : `/${org}/${page}`;
}
