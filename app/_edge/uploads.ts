/** Whether a request brings a file, or asks about one on its way: such are streamed, and answered by the upload process. */
export function isUpload(method: string, pathname: string): boolean {
  return pathname.startsWith("/api/uploads/") || (method === "POST" && pathname === "/api/v1/evidence");
}
